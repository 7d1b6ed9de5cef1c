#!/usr/bin/env bash
# Guess: DATE_TRUNC(t, WEEK), FLOOR(t TO WEEK) and EXTRACT(WEEK FROM t) speak of the same weeks, those of ISO 8601 as
#   Feldera's documentation says: rows that are grouped by one have the same value of the other. EXTRACT(DOW) of a Sunday
#   is 0, as in PostgreSQL.
# What happens: DATE_TRUNC and FLOOR begin the week on Sunday, EXTRACT(WEEK) on Monday. A Sunday is grouped with the six
#   days after it, and has the number of the six days before it. EXTRACT(DOW) counts from 1, Sunday, and ISODOW from 1,
#   Monday, so that a Saturday is 7 of the one and a Sunday 7 of the other.
# Seen with: crate feldera-sqllib 0.375.0, whose functions are what Feldera's compiler makes of these; built with rustc 1.95
#   (--ignore-rust-version; it asks for 1.96.1). It builds some 430 crates: six minutes of one core.
# Why it matters: a weekly view differs by a day from the same view in PostgreSQL, and a week's rows have two numbers.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version feldera-sqllib@=0.375.0
cat > src/main.rs <<'RS'
use feldera_sqllib::*;

fn main() {
    for (day, text) in [("Saturday", "2024-01-06 12:00:00"), ("Sunday", "2024-01-07 12:00:00"), ("Monday", "2024-01-08 12:00:00")] {
        let time = cast_to_Timestamp_s(SqlString::from_ref(text)).unwrap();
        println!("{day} {text}");
        println!("  FLOOR {:?}, DATE_TRUNC {:?}", floor_week_Timestamp(time), date_trunc_week_Timestamp(time));
        println!("  WEEK {}, DOW {}, ISODOW {}",
            extract_week_Timestamp(time), extract_dow_Timestamp(time), extract_isodow_Timestamp(time));
    }
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
Saturday 2024-01-06 12:00:00
  FLOOR 2023-12-31 00:00:00, DATE_TRUNC 2023-12-31 00:00:00
  WEEK 1, DOW 7, ISODOW 6
Sunday 2024-01-07 12:00:00
  FLOOR 2024-01-07 00:00:00, DATE_TRUNC 2024-01-07 00:00:00
  WEEK 1, DOW 1, ISODOW 7
Monday 2024-01-08 12:00:00
  FLOOR 2024-01-07 00:00:00, DATE_TRUNC 2024-01-07 00:00:00
  WEEK 2, DOW 2, ISODOW 1
SEEN
echo "still so: a Sunday is grouped with the week after it and numbered with the week before it"
