#!/usr/bin/env bash
# Guess: a flame graph has one frame for one function name.
# What happens: folded stacks separate frames by ";", and Rust's array types hold one: "<[u8; 4] as Hash>::hash"
#   becomes a frame "<[u8" with a frame " 4] as Hash>::hash" on top. The first is shared by all methods of u8
#   arrays, so its width is the sum of unrelated functions. There is no escape in the format, and no warning.
# Seen with: crate inferno 0.12.8; pprof_util 0.8.2 hands it heap profiles with the names joined in that way.
# Why it matters: the widest frame of a heap's or CPU's flame graph may be no function.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet inferno@=0.12.8 --no-default-features
cat > src/main.rs <<'RS'
use inferno::flamegraph::{from_lines, Options};

fn main() {
    let lines = ["main;<[u8; 4] as Hash>::hash 30", "main;<[u8; 32] as Encode>::encode 10"];
    let mut svg = Vec::new();
    from_lines(&mut Options::default(), lines, &mut svg).unwrap();
    for title in String::from_utf8(svg).unwrap().split("<title>").skip(1) {
        println!("{}", title.split("</title>").next().unwrap());
    }
}
RS
diff <(cargo run --quiet | LC_ALL=C sort) - <<'SEEN'
 32] as Encode&gt;::encode (10 samples, 25.00%)
 4] as Hash&gt;::hash (30 samples, 75.00%)
&lt;[u8 (40 samples, 100.00%)
all (40 samples, 100%)
main (40 samples, 100.00%)
SEEN
echo "still so: inferno splits a name that holds an array type"
