#!/usr/bin/env bash
# Guess: `fda debug metrics`, which prints a file of Prometheus metrics "in an easier-to-read form", tells a histogram's
#   count as count and its sum as sum; what it draws per bucket is what fell into that bucket.
# What happens: the two are the wrong way round: of 100 steps that took 42.5 s together it prints "count 42" and
#   "sum 100.00", and the count once more below, as a metric of its own. What it draws are the cumulative values, +Inf the
#   last: none of these steps took over a second, and the drawing is full to its end.
# Seen with: crate fda 0.375.0, built with rustc 1.95 (--ignore-rust-version; it asks for 1.96.1): some 400 crates, four to
#   ten minutes.
# Why it matters: a mean that is worked out from the line is 2.35 s for 0.425 s, and "sum 100" reads as seconds; whoever
#   looks for the slow steps in a support bundle's metrics sees a tail that there is not.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_TARGET_DIR="$dir/target"
cargo install --quiet --profile dev --locked --ignore-rust-version --root "$dir" fda@0.375.0

cat > metrics.txt <<'METRICS'
# TYPE step_seconds histogram
step_seconds_bucket{pipeline="a",le="0.1"} 10
step_seconds_bucket{pipeline="a",le="1"} 100
step_seconds_bucket{pipeline="a",le="10"} 100
step_seconds_bucket{pipeline="a",le="+Inf"} 100
step_seconds_sum{pipeline="a"} 42.5
step_seconds_count{pipeline="a"} 100
METRICS
diff <(bin/fda debug metrics metrics.txt | tr -s ' ') - <<'SEEN'
step_seconds : ⢸⣿ (count 42) (sum 100.00)
step_seconds_count : 100.00
SEEN
echo "still so: fda debug metrics prints a histogram's sum as its count"
