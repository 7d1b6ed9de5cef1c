#!/usr/bin/env bash
# Guess: a time.Time in a field with the tag `date`, which parquet-go's documentation offers for it, is written as the number of
#   its day; a time that was written is read again as itself, and one that was never set is still IsZero.
# What happens: the column of days holds the last 32 bits of the time's nanoseconds. January 2, 2024 is a day of the year
#   -5018523 for parquet-go itself, and one that Python's date cannot hold for pyarrow. A pointer is written alike. With the
#   tag `timestamp` a time is written right, and read right from 1678 to 2262 alone: 9999-12-31 comes back in 1816, and a
#   time that was never set on August 30, 1754, which is not IsZero.
# Seen with: Go github.com/parquet-go/parquet-go v0.32.0 (Go 1.26), the column read by PyPI pyarrow 26.0.1.
# Why it matters: no error is raised when it is written or read. "Valid until 9999-12-31", the usual word for "until further
#   notice", ended two hundred years ago for a service that reads the rows which it wrote.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > go.mod <<'MOD'
module finding

go 1.26

require github.com/parquet-go/parquet-go v0.32.0
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"time"

	"github.com/parquet-go/parquet-go"
)

type row struct {
	Day     time.Time  `parquet:"day,date"`
	Pointer *time.Time `parquet:"pointer,date"`
	Time    time.Time  `parquet:"time,timestamp(microsecond)"`
}

func main() {
	var rows []row
	for _, at := range []time.Time{
		time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC),
		time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC),
		{},
	} {
		rows = append(rows, row{at, &at, at})
	}
	if err := parquet.WriteFile("rows.parquet", rows); err != nil {
		panic(err)
	}
	read, err := parquet.ReadFile[row]("rows.parquet")
	if err != nil {
		panic(err)
	}
	for i, one := range read {
		wrote := rows[i].Time.Format(time.DateOnly)
		fmt.Println(wrote, "day in", one.Day.Year(), "time in", one.Time.Year(), "zero:", one.Time.IsZero())
	}
}
GO
go mod tidy 2> go.log
python3 -m venv venv
venv/bin/pip install --quiet --no-compile pyarrow==26.0.1
cat > read.py <<'PY'
import datetime

import pyarrow, pyarrow.parquet

table = pyarrow.parquet.read_table("rows.parquet")
for name in table.column_names:
    column = table.column(name)
    number = column.cast(pyarrow.int32() if name != "time" else pyarrow.int64())
    print(name, column.type, *number.to_pylist())
day = (datetime.date(2024, 1, 2) - datetime.date(1970, 1, 1)).days
nanoseconds = day * 86_400 * 10**9
print("the day's number:", day, "its nanoseconds' last 32 bits:", (nanoseconds + 2**31) % 2**32 - 2**31)
PY
diff <(go run .; venv/bin/python read.py) - <<'SEEN'
2024-01-02 day in -5018523 time in 2024 zero: false
9999-12-31 day in 800081 time in 1816 zero: false
0001-01-01 day in 2808637 time in 1754 zero: false
day date32[day] -1833697280 291504128 1025114112
pointer date32[day] -1833697280 291504128 1025114112
time timestamp[us, tz=UTC] 1704153600000000 253402214400000000 -62135596800000000
the day's number: 19724 its nanoseconds' last 32 bits: -1833697280
SEEN
echo "still so: parquet-go writes nanoseconds into a column of days"
