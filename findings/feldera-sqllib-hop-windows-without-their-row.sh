#!/usr/bin/env bash
# Guess: HOP with a slide of 2 and a size of 5 minutes, the example in Feldera's documentation, puts a row into each window
#   that starts at a multiple of two minutes and covers it: one of 12:10 into those of 12:06, 12:08 and 12:10.
# What happens: into those of 12:07, 12:09 and 12:11. Windows are counted back by the size from the slide after the row, so
#   that they start at multiples of the slide only where the size is one; in any other case the last one starts after the
#   row. With a slide of 5 and a size of 2 minutes, where most rows should be in no window, each row is in the one that ends
#   at the next slide: 12:10 in 12:13 to 12:15. TUMBLE, and HOP with a size of 4, are as one would guess.
# Seen with: crate feldera-sqllib 0.375.0 (0.337 counts alike), whose function is what Feldera's compiler makes of HOP; built
#   with rustc 1.95 (--ignore-rust-version; it asks for 1.96.1). It builds some 430 crates: six minutes of one core.
# Why it matters: counts per window have as many rows as they should, of other minutes, and meet no window of another program
#   or of PostgreSQL's date_bin. No error tells of it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version feldera-sqllib@=0.375.0
cat > src/main.rs <<'RS'
use feldera_sqllib::{
    ShortInterval, Timestamp, hop_Timestamp_ShortInterval_ShortInterval_ShortInterval as hop,
    tumble_Timestamp_ShortInterval as tumble,
};

fn minutes(count: i64) -> ShortInterval {
    ShortInterval::from_seconds(count * 60)
}

fn minute(at: &Timestamp) -> i64 {
    at.microseconds() / 60_000_000
}

fn main() {
    for row in [10, 11, 13] {
        let at = Timestamp::from_microseconds(row * 60_000_000);
        println!("minute {row}: TUMBLE by 5 has it in {}", minute(&tumble(at, minutes(5))));
        for (slide, size) in [(2, 4), (2, 5), (5, 2)] {
            let windows = hop(at, minutes(slide), minutes(size), minutes(0));
            let told: Vec<_> = windows
                .iter()
                .map(|start| format!("{} to {}", minute(start), minute(start) + size))
                .collect();
            println!("  HOP by {slide} of {size} has it in {}", told.join(", "));
        }
    }
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
minute 10: TUMBLE by 5 has it in 10
  HOP by 2 of 4 has it in 8 to 12, 10 to 14
  HOP by 2 of 5 has it in 7 to 12, 9 to 14, 11 to 16
  HOP by 5 of 2 has it in 13 to 15
minute 11: TUMBLE by 5 has it in 10
  HOP by 2 of 4 has it in 8 to 12, 10 to 14
  HOP by 2 of 5 has it in 7 to 12, 9 to 14, 11 to 16
  HOP by 5 of 2 has it in 13 to 15
minute 13: TUMBLE by 5 has it in 10
  HOP by 2 of 4 has it in 10 to 14, 12 to 16
  HOP by 2 of 5 has it in 9 to 14, 11 to 16, 13 to 18
  HOP by 5 of 2 has it in 13 to 15
SEEN
echo "still so: HOP has a row in windows that start after it"
