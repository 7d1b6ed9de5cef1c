#!/usr/bin/env bash
# Guess: prometheus-scraper, a newer reader of Prometheus' text format for Rust, gives each metric under its own name: without a TYPE line
#   lag, lag_total and lag_count are three metrics. A time in milliseconds is that time.
# What happens: it takes off _total, _count, _sum, _bucket, _created and _info before it knows a type. Seven metrics without a TYPE are
#   one `lag` with seven values and the same labels, lag_max stays apart. A lag_count that follows a gauge lag is one more value of
#   that gauge. Of a counter's lines a 5 and a_total 7 the first is gone. A name in between splits a family in two, and its
#   later samples have no type. 1700000000123 is .122999907 of a second, and a space before { is an error that takes the
#   name's other lines along.
# Seen with: crate prometheus-scraper 0.2.0 on Rust 1.95.
# Why it matters: exporters that are written by hand have no TYPE lines. A count of rows is then told as the lag beside it, and who
#   keeps the last value of a name and its labels has one of seven, by the order of lines.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.1.0"
edition = "2021"

[dependencies]
prometheus-scraper = "=0.2.0"
TOML
cat > src/main.rs <<'RUST'
use prometheus_scraper::{parse_payload, Format, TextFormat};

fn main() {
    for text in [
        "lag 1\nlag_total 2\nlag_count 3\nlag_sum 4\nlag_bucket 5\nlag_created 6\nlag_info 7\nlag_max 8\n",
        "# TYPE lag gauge\nlag 1\nlag_count 3\n",
        "# TYPE lag gauge\nlag 1\n# TYPE lag_count gauge\nlag_count 3\n",
        "# TYPE a counter\na 5\na_total 7\n",
        "# TYPE a counter\na{worker=\"0\"} 5\nb 6\na{worker=\"1\"} 7\n",
        "x 1 1700000000123\n",
        "x{worker=\"0\"} 1\nx {worker=\"1\"} 2\ny 3\n# TYPE z gauge\nz 4\n",
    ] {
        println!("{text:?}");
        for family in parse_payload(text.as_bytes(), Format::Text(TextFormat::Prometheus)) {
            match family {
                Ok(family) => {
                    for metric in &family.metric {
                        let labels: Vec<_> = metric.label.iter().map(|label| label.value.to_string()).collect();
                        let at = metric.timestamp.map(|at| format!(" at {at:?}")).unwrap_or_default();
                        println!("  {} {labels:?} {:?}{at}", family.name, metric.value);
                    }
                }
                Err(error) => println!("  {error}"),
            }
        }
    }
}
RUST
diff <(cargo run --quiet 2> cargo.log || tail -5 cargo.log) - <<'SEEN'
"lag 1\nlag_total 2\nlag_count 3\nlag_sum 4\nlag_bucket 5\nlag_created 6\nlag_info 7\nlag_max 8\n"
  lag [] Untyped(Int(1))
  lag [] Untyped(Int(2))
  lag [] Untyped(Int(3))
  lag [] Untyped(Int(4))
  lag [] Untyped(Int(5))
  lag [] Untyped(Int(6))
  lag [] Untyped(Int(7))
  lag_max [] Untyped(Int(8))
"# TYPE lag gauge\nlag 1\nlag_count 3\n"
  lag [] Gauge(Int(1))
  lag [] Gauge(Int(3))
"# TYPE lag gauge\nlag 1\n# TYPE lag_count gauge\nlag_count 3\n"
  lag [] Gauge(Int(1))
  lag_count [] Gauge(Int(3))
"# TYPE a counter\na 5\na_total 7\n"
  a [] Counter(Counter { value: Uint(7), exemplar: None, created_timestamp: None })
"# TYPE a counter\na{worker=\"0\"} 5\nb 6\na{worker=\"1\"} 7\n"
  a ["0"] Counter(Counter { value: Uint(5), exemplar: None, created_timestamp: None })
  b [] Untyped(Int(6))
  a ["1"] Untyped(Int(7))
"x 1 1700000000123\n"
  x [] Untyped(Int(1)) at 2023-11-14T22:13:20.122999907Z
"x{worker=\"0\"} 1\nx {worker=\"1\"} 2\ny 3\n# TYPE z gauge\nz 4\n"
  invalid text exposition line: x {worker="1"} 2
  y [] Untyped(Int(3))
  z [] Gauge(Int(4))
SEEN
echo "still so: prometheus-scraper takes seven metrics for one"
