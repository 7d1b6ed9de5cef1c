#!/usr/bin/env bash
# Guess: a numeric label without a unit, such as request=4096, is printed as the number it is.
# What happens: the keys "request" and "alignment" are taken for sizes, so request 4096 is printed as "4kB",
#   and so is request 4097: -tags adds both up as one tag. -tagroot, which puts tags into the tree, prints the
#   numbers and keeps them apart.
# Seen with: google/pprof v0.0.0-20261105003125-4bf881d7fb0b.
# Why it matters: numbers of steps, batches or requests are natural labels; in two views of one profile the
#   same samples then have different names and different sums.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod
go mod init finding
go get github.com/google/pprof@v0.0.0-20261105003125-4bf881d7fb0b

cat > main.go <<'GO'
package main

import (
	"os"

	"github.com/google/pprof/profile"
)

func main() {
	p := &profile.Profile{SampleType: []*profile.ValueType{{Type: "cpu", Unit: "nanoseconds"}}}
	f := &profile.Function{ID: 1, Name: "serve"}
	l := &profile.Location{ID: 1, Line: []profile.Line{{Function: f}}}
	p.Function, p.Location = []*profile.Function{f}, []*profile.Location{l}
	for _, request := range []int64{4096, 4097, 7} {
		p.Sample = append(p.Sample, &profile.Sample{
			Location: p.Location, Value: []int64{1_000_000_000}, NumLabel: map[string][]int64{"request": {request}},
		})
	}
	if err := p.Write(os.Stdout); err != nil {
		panic(err)
	}
}
GO
go run . > cpu.pb.gz
go build -o pprof github.com/google/pprof

diff <(./pprof -symbolize=none -tags cpu.pb.gz 2>/dev/null | sed 's/^ *//') - <<'SEEN'
request: Total 3s of 3s (  100%)
2s (66.67%): 4kB
1s (33.33%): 7B

SEEN
diff <(./pprof -symbolize=none -tagroot=request -top cpu.pb.gz 2>/dev/null | awk '$4 == "1s" { print $6 }' | sort) - <<'SEEN'
4096
4097
7
SEEN
echo "still so: pprof prints request 4096 and 4097 as one tag 4kB"
