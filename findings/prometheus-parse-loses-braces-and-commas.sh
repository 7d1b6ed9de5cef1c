#!/usr/bin/env bash
# Guess: a parser of Prometheus' text reads a label's value up to its closing quote, and gives histograms with their sum.
# What happens: it splits at "," and "=" and ends the labels at the first "}", quotes or not. A value is cut at its first
#   comma, so that it is another's; a label whose value holds an equals sign is gone; a sample with a brace in a value is
#   gone, and so is one with empty labels, `name{}`, or with ":" in its name. A histogram's _sum and _count come as series
#   of their own, of no type. Nothing is an error: parse returns Ok.
# Seen with: crate prometheus-parse 0.2.5.
# Why it matters: Feldera's labels hold names of views, connectors and files, which may hold any of these characters.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet prometheus-parse@=0.2.5
cat > src/main.rs <<'RS'
use prometheus_parse::Scrape;

const TEXT: &str = r#"# TYPE records_total counter
records_total{view="plain"} 1
records_total{view="a,b"} 2
records_total{view="a=b"} 3
records_total{view="{a}"} 4
records_total{} 5
# TYPE step_seconds histogram
step_seconds_bucket{le="1"} 1
step_seconds_bucket{le="+Inf"} 2
step_seconds_sum 1.5
step_seconds_count 2
job:records_total 6
"#;

fn main() {
    let scrape = Scrape::parse(TEXT.lines().map(|line| Ok(line.to_owned()))).unwrap();
    for sample in scrape.samples {
        println!("{} {{{}}} {:?}", sample.metric, sample.labels, sample.value);
    }
}
RS
diff <(cargo run --quiet) - <<'SEEN'
records_total {view="plain"} Counter(1.0)
records_total {view="a"} Counter(2.0)
records_total {} Counter(3.0)
step_seconds_sum {} Untyped(1.5)
step_seconds_count {} Untyped(2.0)
step_seconds {} Histogram([HistogramCount { less_than: 1.0, count: 1.0 }, HistogramCount { less_than: inf, count: 2.0 }])
SEEN
echo "still so: prometheus-parse loses labels and samples whose values hold a comma, an equals sign or a brace"
