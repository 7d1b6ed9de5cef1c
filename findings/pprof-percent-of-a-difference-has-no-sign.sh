#!/usr/bin/env bash
# Guess: in `pprof -top -diff_base` a heap that shrank by a sixth is told as -16%, sum% grows from row to row up to the
#   share of all that is shown, a caller's callees in -peek make up 100% of it, and the time is the newer profile's.
# What happens: a percentage has no sign, so that 4000 B less and 4000 B more are both 66.56%, and "-980B, 16.31%" heads the
#   table. sum% is that of the sum so far, without its sign: it falls from 66.56% to 16.64%.
#   -peek tells callees as 408.16% and 306.12% of their caller. The time told is the base's. Callers in which as much came as
#   went are left out, without the line that tells of dropped nodes.
# Seen with: google/pprof v0.0.0-20261105003125-4bf881d7fb0b.
# Why it matters: who reads the percentages alone, or has a model read them, takes what was freed for growth.
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

func write(name string, seconds int64, values map[string]int64) {
	p := &profile.Profile{
		SampleType: []*profile.ValueType{{Type: "inuse", Unit: "bytes"}},
		TimeNanos:  seconds * 1_000_000_000,
	}
	location := func(name string) *profile.Location {
		id := uint64(len(p.Function) + 1)
		f := &profile.Function{ID: id, Name: name}
		l := &profile.Location{ID: id, Line: []profile.Line{{Function: f}}}
		p.Function, p.Location = append(p.Function, f), append(p.Location, l)
		return l
	}
	root := location("step")
	level := location("level")
	for _, name := range []string{"join", "sum", "map", "came", "went"} {
		caller := []*profile.Location{root}
		if name == "came" || name == "went" {
			caller = []*profile.Location{level, root}
		}
		if value, ok := values[name]; ok {
			p.Sample = append(p.Sample, &profile.Sample{Location: append([]*profile.Location{location(name)}, caller...), Value: []int64{value}})
		}
	}
	file, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	if err := p.Write(file); err != nil {
		panic(err)
	}
}

func main() {
	write("older.pb.gz", 86400, map[string]int64{"join": 1000, "sum": 4990, "map": 20})
	write("newer.pb.gz", 172800, map[string]int64{"join": 4000, "sum": 990, "map": 40})
	write("level.pb.gz", 172800, map[string]int64{"join": 1000, "sum": 4990, "came": 500, "went": 10})
	write("before.pb.gz", 86400, map[string]int64{"join": 1000, "sum": 4990, "came": 10, "went": 500})
}
GO
go run .
go build -o pprof github.com/google/pprof
told() { ./pprof -symbolize=none -unit=B "$@" 2> /dev/null; }

diff <(told -top newer.pb.gz; told -top -diff_base=older.pb.gz newer.pb.gz) - <<'SEEN'
Type: inuse
Time: 1970-01-03 00:00:00 UTC
Showing nodes accounting for 5030B, 100% of 5030B total
      flat  flat%   sum%        cum   cum%
     4000B 79.52% 79.52%      4000B 79.52%  join
      990B 19.68% 99.20%       990B 19.68%  sum
       40B   0.8%   100%        40B   0.8%  map
         0     0%   100%      5030B   100%  step
Type: inuse
Time: 1970-01-02 00:00:00 UTC
Showing nodes accounting for -980B, 16.31% of 6010B total
      flat  flat%   sum%        cum   cum%
    -4000B 66.56% 66.56%     -4000B 66.56%  sum
     3000B 49.92% 16.64%      3000B 49.92%  join
       20B  0.33% 16.31%        20B  0.33%  map
         0     0% 16.31%      -980B 16.31%  step
SEEN
diff <(told -peek=step -diff_base=older.pb.gz newer.pb.gz | tail -n +7) - <<'SEEN'
         0     0%     0%      -980B 16.31%                | step
                                            -4000B 408.16% |   sum
                                             3000B 306.12% |   join
                                               20B  2.04% |   map
----------------------------------------------------------+-------------
SEEN
diff <(told -top -diff_base=before.pb.gz level.pb.gz) - <<'SEEN'
Type: inuse
Time: 1970-01-02 00:00:00 UTC
Showing nodes accounting for 0, 0% of 6500B total
      flat  flat%   sum%        cum   cum%
      490B  7.54%  7.54%       490B  7.54%  came
     -490B  7.54%     0%      -490B  7.54%  went
SEEN
echo "still so: pprof tells shares of a difference without a sign"
