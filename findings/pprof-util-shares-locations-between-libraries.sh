#!/usr/bin/env bash
# Guess: pprof_util, which writes the heap profiles of jemalloc_pprof, tells a sample of libc from one of the
#   program; a newer release does so no worse than an older one.
# What happens: in 0.8.2 locations are found again by their address within the file alone. Where two libraries
#   have a frame at the same offset, the second gets the location, mapping and function name of the first:
#   5,000 bytes of libc are charged to the program. 0.7.0 used the address in memory and had both right.
#   All mappings are now 0 to 2^64-1, and the executableInfo comments are gone.
# Seen with: crate pprof_util 0.7.0 and 0.8.2, read by google/pprof v0.0.0-20261105003125-4bf881d7fb0b.
# Why it matters: rare, as both offsets have to be sampled, but silent: a frame in a heap profile may be
#   another library's. A frame that makes no sense among its callers is a reason to look at the version.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
GOBIN="$dir" go install github.com/google/pprof@v0.0.0-20261105003125-4bf881d7fb0b

leaves_with() {
  rm -rf heap && cargo init --quiet --vcs none --name heap heap
  cat > heap/src/main.rs <<'RS'
use pprof_util::{BuildId, Mapping, StackProfile, WeightedStack};

fn main() {
    let mut profile = StackProfile::default();
    for (start, path) in [(0x5500_0000_0000, "/app/program"), (0x7f00_0000_0000, "/lib/libc.so.6")] {
        profile.push_mapping(Mapping {
            memory_start: start,
            memory_end: start + 0x10000,
            memory_offset: 0,
            file_offset: 0,
            pathname: path.into(),
            build_id: Some(BuildId(path.bytes().collect())),
        });
    }
    for (address, weight) in [(0x5500_0000_1001, 1000.0), (0x7f00_0000_1001, 5000.0)] {
        profile.push_stack(WeightedStack { addrs: vec![address], weight }, None);
    }
    let bytes = profile.to_pprof(("inuse_space", "bytes"), ("space", "bytes"), None);
    std::fs::write("heap.pb.gz", bytes).unwrap();
}
RS
  (cd heap && cargo add --quiet "pprof_util@=$1" && CARGO_TARGET_DIR="$dir/target" cargo run --quiet)
  ./pprof -symbolize=none -top heap/heap.pb.gz 2>/dev/null | awk -v version="$1" 'leaf { print version, $1, $6 } /flat%/ { leaf = 1 }'
}
diff <(leaves_with 0.7.0; leaves_with 0.8.2) - <<'SEEN'
0.7.0 5000B [libc.so.6]
0.7.0 1000B [program]
0.8.2 5.86kB [program]
SEEN
echo "still so: pprof_util 0.8.2 charges one library's memory to another's frame"
