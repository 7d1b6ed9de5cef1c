#!/usr/bin/env bash
# Guess: -tagfocus=worker=3 keeps the samples whose label worker is "3".
# What happens: an expression that looks like a number is taken for a numeric range and is compared with
#   numeric labels only. A text label "3" never matches: the report is empty, with a hint on stderr. With
#   "3$" it is a regular expression, and then also finds "dbsp-worker-3".
# Seen with: google/pprof v0.0.0-20261105003125-4bf881d7fb0b.
# Why it matters: threads and workers are told by labels whose text is a number; an empty answer reads as
#   "this worker used nothing".
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
	for i, worker := range []string{"3", "12", "dbsp-worker-3"} {
		id := uint64(i + 1)
		f := &profile.Function{ID: id, Name: "on_" + worker}
		l := &profile.Location{ID: id, Line: []profile.Line{{Function: f}}}
		p.Function, p.Location = append(p.Function, f), append(p.Location, l)
		p.Sample = append(p.Sample, &profile.Sample{
			Location: []*profile.Location{l}, Value: []int64{1 << 20},
			Label: map[string][]string{"worker": {worker}},
		})
	}
	if err := p.Write(os.Stdout); err != nil {
		panic(err)
	}
}
GO
go run . > heap.pb.gz
go build -o pprof github.com/google/pprof
report() { ./pprof -symbolize=none -top "$1" heap.pb.gz 2>&1 | grep -E 'Interpreted|matched no|MB ' | sed 's/^ *//'; }

diff <(report -tagfocus=worker=3) - <<'SEEN'
tagfocus:Interpreted '3' as range, not regexp
TagFocus expression matched no samples
Showing nodes accounting for 0, 0% of 3MB total
SEEN
diff <(report '-tagfocus=worker=3$') - <<'SEEN'
Showing nodes accounting for 2MB, 66.67% of 3MB total
1MB 33.33% 33.33%        1MB 33.33%  on_3
1MB 33.33% 66.67%        1MB 33.33%  on_dbsp-worker-3
SEEN
echo "still so: pprof -tagfocus=worker=3 does not find the label \"3\""
