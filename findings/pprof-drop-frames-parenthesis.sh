#!/usr/bin/env bash
# Guess: drop_frames, the regular expression that a profile carries, is matched against function names.
# What happens: against the name up to its first "(". An expression that matches a Rust name with a tuple in
#   it, "drop_in_place<(Key, Weight)>", drops nothing; one that ends where the parenthesis starts does.
#   -focus and -hide see the whole name, so trying an expression there first does not show it.
# Seen with: google/pprof v0.0.0-20261105003125-4bf881d7fb0b.
# Why it matters: DBSP's batches are full of tuples; frames that the writer of a profile meant to hide stay,
#   or others with the same beginning go.
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
	p := &profile.Profile{SampleType: []*profile.ValueType{{Type: "inuse_space", Unit: "bytes"}}, DropFrames: os.Args[1]}
	for i, name := range []string{"drop_in_place<(Key, Weight)>", "merge", "main"} {
		id := uint64(i + 1)
		f := &profile.Function{ID: id, Name: name, SystemName: "_" + name}
		p.Function = append(p.Function, f)
		p.Location = append(p.Location, &profile.Location{ID: id, Line: []profile.Line{{Function: f}}})
	}
	p.Sample = []*profile.Sample{{Location: p.Location, Value: []int64{1 << 20}}}
	if err := p.Write(os.Stdout); err != nil {
		panic(err)
	}
}
GO
go build -o write .
go build -o pprof github.com/google/pprof
leaf() { ./write "$1" > heap.pb.gz; ./pprof -symbolize=none -top "${@:2}" heap.pb.gz 2>/dev/null | awk '/flat%/ { getline; print $6 $7 }'; }

diff <(leaf 'drop_in_place<\(Key, Weight\)>'; leaf 'drop_in_place<'; leaf '' '-hide=^drop_in_place<\(Key, Weight\)>$') - <<'SEEN'
drop_in_place<(Key,Weight)>
merge
merge
SEEN
echo "still so: drop_frames sees a name only up to its first parenthesis"
