#!/usr/bin/env bash
# Guess: TOTAL_LATE_RECORDS, "Number of records dropped due to LATENESS annotations", which Feldera serves as
#   records_late_total, counts the rows that the late filter drops.
# What happens: it stays 0: no operator of dbsp adds to it. The filter gives each late row out on its second stream, and the
#   circuit's profile has no count of its own for them either: what came in less what went out is all there is to tell.
# Seen with: crate dbsp 0.375.0 (0.337 does the same), built with rustc 1.95 (--ignore-rust-version; it asks for 1.96.1).
#   It builds some 350 crates: two to five minutes.
# Why it matters: an alert on records_late_total never fires, and a 0 there is taken for "no row was late". In SQL the view
#   error_view has the late rows.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version dbsp@=0.375.0
cat > src/main.rs <<'RS'
use dbsp::circuit::metrics::TOTAL_LATE_RECORDS;
use dbsp::{IndexedZSetReader, OrdZSet, OutputHandle, Runtime};
use std::sync::atomic::Ordering::Relaxed;

fn rows(output: &OutputHandle<OrdZSet<isize>>) -> Vec<isize> {
    output.consolidate().iter().map(|(row, _, _)| row).collect()
}

fn main() {
    let (mut circuit, (input, in_time, late)) = Runtime::init_circuit(1, |circuit| {
        let (rows, input) = circuit.add_input_zset::<isize>();
        let newest = rows.waterline(|| 0, |row, _| *row, |left, right| *left.max(right)).inner_typed();
        let allowed = newest.transaction_delay_with_initial_value(0);
        let (in_time, late) = rows.controlled_key_filter_typed(&allowed, |from, row| row >= from, |_, row, _, _| *row);
        Ok((input, in_time.output(), late.output()))
    })
    .unwrap();
    for row in [100, 50, 200] {
        input.push(row, 1);
        circuit.transaction().unwrap();
        println!("{row}: in time {:?}, late {:?}", rows(&in_time), rows(&late));
    }
    println!("TOTAL_LATE_RECORDS: {}", TOTAL_LATE_RECORDS.load(Relaxed));
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
100: in time [100], late []
50: in time [], late [50]
200: in time [200], late []
TOTAL_LATE_RECORDS: 0
SEEN
echo "still so: dbsp counts no late record"
