#!/usr/bin/env bash
# Guess: a stack that is pushed with an annotation, such as the name of a cluster's replica, gets one label; pprof's `-tags`
#   then tells the bytes of each annotation, which add up to the profile's total.
# What happens: the label is written once for each frame of the stack, and `-tags` adds the sample's bytes once for each
#   label: of two stacks with 1,000 bytes each the one of four frames is told as 3.91kB (200.00%), the total as 4.88kB of
#   1.95kB (250.00%). `-top` and `-tagfocus` have the right figures, and nothing warns.
# Seen with: crate pprof_util 0.8.2 (0.7.0 has the same), read by google/pprof v0.0.0-20261105003125-4bf881d7fb0b.
# Why it matters: the comparison by annotation, which they are there for, is one of how deep the stacks are. A share
#   over 100% is the sign of it; where each has few bytes, none is.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
GOBIN="$dir" go install github.com/google/pprof@v0.0.0-20261105003125-4bf881d7fb0b

tags_with() {
  rm -rf heap && cargo init --quiet --vcs none --name heap heap
  cat > heap/src/main.rs <<'RS'
use pprof_util::{StackProfile, WeightedStack};

fn main() {
    let mut profile = StackProfile::default();
    for (frames, name) in [(1, "shallow"), (4, "deep")] {
        let addrs = (1..=frames).map(|frame| 0x1000 * frame + 1).collect();
        profile.push_stack(WeightedStack { addrs, weight: 1000.0 }, Some(name));
    }
    let bytes = profile.to_pprof(("inuse_space", "bytes"), ("space", "bytes"), None);
    std::fs::write("heap.pb.gz", bytes).unwrap();
}
RS
  (cd heap && cargo add --quiet "pprof_util@=$1" && CARGO_TARGET_DIR="$dir/target" cargo run --quiet)
  for report in -tags -top "-top -tagfocus=deep"; do
    # shellcheck disable=SC2086
    ./pprof -symbolize=none $report heap/heap.pb.gz 2> /dev/null | grep -E '%\)|accounting' | sed -E 's/^ +//; s/ +/ /g'
  done
}
diff <(for version in 0.7.0 0.8.2; do echo "$version"; tags_with $version; done) - <<'SEEN'
0.7.0
annotation: Total 4.88kB of 1.95kB (250.00%)
3.91kB (200.00%): deep
1000B (50.00%): shallow
Showing nodes accounting for 1.95kB, 100% of 1.95kB total
Showing nodes accounting for 1000B, 50.00% of 2000B total
0.8.2
annotation: Total 4.88kB of 1.95kB (250.00%)
3.91kB (200.00%): deep
1000B (50.00%): shallow
Showing nodes accounting for 1.95kB, 100% of 1.95kB total
Showing nodes accounting for 1000B, 50.00% of 2000B total
SEEN
echo "still so: pprof_util labels a sample once for each frame, and pprof -tags adds it up as often"
