#!/usr/bin/env bash
# Guess: one histogram with two label sets is parsed to two entries with their labels.
# What happens: it becomes one entry without labels; its buckets are those of the last label set in the text,
#   and count and sum are missing. Only a histogram without any label comes out whole. Summaries likewise.
#   Counters and gauges keep all entries and labels.
# Seen with: npm parse-prometheus-text-format 1.1.1.
# Why it matters: every histogram of Feldera's metrics carries the labels pipeline and pipeline_name, so all of
#   them lose count and sum, and those that have one series per connector show the last connector alone.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . parse-prometheus-text-format@1.1.1

cat > metrics.txt <<'TEXT'
# TYPE latency_seconds histogram
latency_seconds_bucket{connector="a",le="1"} 1
latency_seconds_bucket{connector="a",le="+Inf"} 1
latency_seconds_sum{connector="a"} 0.5
latency_seconds_count{connector="a"} 1
latency_seconds_bucket{connector="b",le="1"} 20
latency_seconds_bucket{connector="b",le="+Inf"} 30
latency_seconds_sum{connector="b"} 99
latency_seconds_count{connector="b"} 30
# TYPE bare_seconds histogram
bare_seconds_bucket{le="+Inf"} 4
bare_seconds_sum 2
bare_seconds_count 4
# TYPE lag gauge
lag{connector="a"} 1
lag{connector="b"} 2
TEXT
cat > read.cjs <<'JS'
const parse = require("parse-prometheus-text-format");
const text = require("node:fs").readFileSync("metrics.txt", "utf8");
for (const { name, metrics } of (parse.default ?? parse)(text)) console.log(name, JSON.stringify(metrics));
JS
diff <(node read.cjs) - <<'SEEN'
latency_seconds [{"buckets":{"1":"20","+Inf":"30"}}]
bare_seconds [{"buckets":{"+Inf":"4"},"count":"4","sum":"2"}]
lag [{"value":"1","labels":{"connector":"a"}},{"value":"2","labels":{"connector":"b"}}]
SEEN
echo "still so: parse-prometheus-text-format keeps one label set of a histogram"
