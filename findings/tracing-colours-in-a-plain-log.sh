#!/usr/bin/env bash
# Guess: a log written with with_ansi(false) holds no colour codes.
# What happens: where another layer before it has colours, the fields of spans are formatted once, by that one,
#   and the plain layer writes them again, codes and all. The level, the message and its own fields are plain,
#   so that the codes stand in the middle of lines, between a span's key and "=".
# Seen with: crates tracing-subscriber 0.3.23 and tracing 0.1.44.
# Why it matters: searching such a log for pipeline="p1" finds nothing although the line shows it. Codes have to
#   be taken out of a log before it is matched, whatever its writer was told.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet tracing@=0.1.44
cargo add --quiet tracing-subscriber@=0.3.23 --no-default-features --features fmt,ansi,registry,std
cat > src/main.rs <<'RS'
use std::io::{stderr, stdout};
use tracing_subscriber::{fmt, prelude::*};

fn main() {
    let coloured = fmt::layer().with_ansi(true).without_time().with_writer(stderr);
    let plain = fmt::layer().with_ansi(false).without_time().with_writer(stdout);
    tracing_subscriber::registry().with(coloured).with(plain).init();
    let span = tracing::info_span!("start", pipeline = "p1");
    let _entered = span.enter();
    tracing::info!(worker = 3, "ready");
}
RS
diff <(cargo run --quiet 2>/dev/null | cat -v) - <<'SEEN'
 INFO start{^[[3mpipeline^[[0m^[[2m=^[[0m"p1"}: finding: ready worker=3
SEEN
echo "still so: tracing writes colour codes to a layer without colours"
