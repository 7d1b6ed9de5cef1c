#!/usr/bin/env bash
# Guess: a line of tracing's JSON log has each key once, or marks a field that has the name of one of its own keys.
# What happens: it writes both. With flatten_event(true) a field "level" or "target" of an event stands in the line beside
#   the event's own, "level" behind it and "target" before; a field "name" of a span stands before the span's own name. Of
#   a doubled key JSON.parse and Python's json keep the last: the level is then what the event said, the target and the
#   span's name are tracing's, and the other value of each is lost. A number beyond 64 bits is a text in the log, and one
#   that is no number is null.
# Seen with: crates tracing-subscriber 0.3.23 and tracing 0.1.44.
# Why it matters: collectors filter by level: a line of INFO with a field level="error" wakes somebody up, and an ERROR with
#   level="low" does not. Readers that refuse doubled keys lose the line.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet tracing@=0.1.44
cargo add --quiet tracing-subscriber@=0.3.23 --no-default-features --features fmt,json,registry,std
cat > src/main.rs <<'RS'
use tracing_subscriber::{fmt, prelude::*};

fn main() {
    let flat = fmt::layer().json().flatten_event(true).with_span_list(false).without_time();
    tracing_subscriber::registry().with(flat).init();
    let span = tracing::info_span!("start", name = "orders");
    let _entered = span.enter();
    tracing::error!(level = "low", target = "sink", "stalled");
    tracing::info!(rows = u128::MAX, ratio = f64::NAN, "counted");
}
RS
cargo run --quiet > lines.jsonl
diff lines.jsonl - <<'SEEN'
{"level":"ERROR","message":"stalled","level":"low","target":"sink","target":"finding","span":{"name":"orders","name":"start"}}
{"level":"INFO","message":"counted","rows":"340282366920938463463374607431768211455","ratio":null,"target":"finding","span":{"name":"orders","name":"start"}}
SEEN
diff <(python3 -c 'import json; line = json.loads(open("lines.jsonl").readline()); print(line["level"], line["target"], line["span"]["name"])') - <<'SEEN'
low finding start
SEEN
echo "still so: tracing writes a key twice where a field has its name"
