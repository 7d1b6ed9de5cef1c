#!/usr/bin/env bash
# Guess: pprof -top prints the function names of the profile; it may shorten generics, but keeps functions apart.
# What happens: where a function's name equals its system name, as in Rust programs with line tables only,
#   pprof deletes <...> and (...) from the name before it adds up. "<Orders as Batch>::merge" and
#   "<[u8; 4] as Hash>::merge" both become "::merge", one row with the sum of both. A name that holds "->" is
#   cut in the middle. With -symbolize=none the names stay, and so do the rows.
# Seen with: google/pprof v0.0.0-20261105003125-4bf881d7fb0b (the tool behind `go tool pprof`).
# Why it matters: in a heap profile of DBSP the dearest rows are methods of traits; a row "::merge" is no
#   function at all, and comparing such a listing with another tool's finds differences that are not there.
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
	p := &profile.Profile{SampleType: []*profile.ValueType{{Type: "inuse_space", Unit: "bytes"}}}
	names := []string{"<Orders as Batch>::merge", "<[u8; 4] as Hash>::merge", "<dyn Fn() -> u8 as Call>::call"}
	for i, name := range names {
		id := uint64(i + 1)
		f := &profile.Function{ID: id, Name: name, SystemName: name}
		l := &profile.Location{ID: id, Line: []profile.Line{{Function: f}}}
		p.Function, p.Location = append(p.Function, f), append(p.Location, l)
		p.Sample = append(p.Sample, &profile.Sample{Location: []*profile.Location{l}, Value: []int64{int64(id) << 20}})
	}
	if err := p.Write(os.Stdout); err != nil {
		panic(err)
	}
}
GO
go run . > heap.pb.gz
go build -o pprof github.com/google/pprof
rows() { ./pprof "$@" -top heap.pb.gz 2>/dev/null | sed -n '/flat%/,$p' | tail -n +2 | sed 's/^ *//'; }

diff <(rows) - <<'SEEN'
3MB 50.00% 50.00%        3MB 50.00%   u8 as Call>::call
3MB 50.00%   100%        3MB 50.00%  ::merge
SEEN
diff <(rows -symbolize=none) - <<'SEEN'
3MB 50.00% 50.00%        3MB 50.00%  <dyn Fn() -> u8 as Call>::call
2MB 33.33% 83.33%        2MB 33.33%  <[u8; 4] as Hash>::merge
1MB 16.67%   100%        1MB 16.67%  <Orders as Batch>::merge
SEEN
echo "still so: pprof adds up methods of different Rust traits as one row"
