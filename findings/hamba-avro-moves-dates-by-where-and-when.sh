#!/usr/bin/env bash
# Guess: a Go time.Time that is midnight of May 1 is written as May 1 where the column is an Avro `date`, or, if all is turned
#   into UTC, as the same neighbour everywhere in a time zone. A decimal with too many places is rounded or cut alike on both
#   sides of 0, or refused.
# What happens: hamba/avro counts days in UTC and cuts towards 1970: midnight of May 1 at +02:00 is April 30 from 1970 on and
#   May 1 before; at -05:00 it is May 1 from 1970 on and May 2 before. twmb/avro writes May 1 each time. 0.019 with two places
#   is 0.01 (the byte 1), and -0.011 is -0.02 (254); twmb refuses both.
# Seen with: Go github.com/hamba/avro/v2 2.31.0 and github.com/twmb/avro 1.9.1 (Go 1.26).
# Why it matters: of one table of birthdays some are a day early, some a day late and some right, depending on where the
#   producer runs; joins by date with another producer's rows lose them, and no error tells of it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > go.mod <<'MOD'
module finding

go 1.26

require (
	github.com/hamba/avro/v2 v2.31.0
	github.com/twmb/avro v1.9.1
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"math/big"
	"time"

	hamba "github.com/hamba/avro/v2"
	twmb "github.com/twmb/avro"
)

// written gives the plain value that stands in the bytes.
func written(plain hamba.Schema, bytes []byte, err error) any {
	if err != nil {
		return "refused"
	}
	var value any
	if err := hamba.Unmarshal(plain, bytes, &value); err != nil {
		panic(err)
	}
	return value
}

func both(schema, plain string, value any) [2]any {
	first := hamba.MustParse(schema)
	second, err := twmb.Parse(schema)
	if err != nil {
		panic(err)
	}
	under := hamba.MustParse(plain)
	hambas, err := hamba.Marshal(first, value)
	one := written(under, hambas, err)
	twmbs, err := second.Encode(value)
	return [2]any{one, written(under, twmbs, err)}
}

func main() {
	for _, year := range []int{1960, 1980} {
		for _, hours := range []int{2, 0, -5} {
			at := time.Date(year, 5, 1, 0, 0, 0, 0, time.FixedZone("", hours*3600))
			days := both(`{"type":"int","logicalType":"date"}`, `"int"`, at)
			fmt.Printf("%s:", at.Format(time.RFC3339))
			for place, name := range []string{"hamba", "twmb"} {
				day := time.Unix(int64(days[place].(int))*86400, 0).UTC()
				fmt.Printf(" %s %s", name, day.Format(time.DateOnly))
			}
			fmt.Println()
		}
	}
	for _, text := range []string{"0.01", "0.019", "-0.011"} {
		amount, _ := new(big.Rat).SetString(text)
		cents := both(`{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}`, `"bytes"`, amount)
		fmt.Println(text, "hamba", cents[0], "twmb", cents[1])
	}
}
GO
go mod tidy 2> go.log
diff <(go run . 2>&1) - <<'SEEN'
1960-05-01T00:00:00+02:00: hamba 1960-05-01 twmb 1960-05-01
1960-05-01T00:00:00Z: hamba 1960-05-01 twmb 1960-05-01
1960-05-01T00:00:00-05:00: hamba 1960-05-02 twmb 1960-05-01
1980-05-01T00:00:00+02:00: hamba 1980-04-30 twmb 1980-05-01
1980-05-01T00:00:00Z: hamba 1980-05-01 twmb 1980-05-01
1980-05-01T00:00:00-05:00: hamba 1980-05-01 twmb 1980-05-01
0.01 hamba [1] twmb [1]
0.019 hamba [1] twmb refused
-0.011 hamba [254] twmb refused
SEEN
echo "still so: hamba/avro writes a date as its neighbour, by the time zone and by the year"
