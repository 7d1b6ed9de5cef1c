#!/usr/bin/env bash
# Guess: rank() of the first of equal rows is 1 + the rows before it, and state_records_count in a circuit's profile is how
#   many rows a relation has, 0 of one whose rows were all deleted. Both mean the same in every version.
# What happens: up to 0.337 a row's own copies count as before it: of 10, 20, 20, 20, 30 the rank of 20 is 4, so that
#   RANK() <= 3 has no 20 in it; 0.375 says 2. And of 1,000 rows that were inserted and deleted twice a trace of 0.337 has
#   4,000 records, 2,000 of them negative, and keeps them while nothing comes. 0.375 merges at once where over a fifth are
#   negative, and has none.
# Seen with: crates dbsp 0.337.0 and 0.375.0 in one program, built with rustc 1.95 (--ignore-rust-version; 0.375 asks for
#   1.96.1). It builds some 360 crates: three to ten minutes.
# Why it matters: after an upgrade a view with RANK has other rows, and the state of a table that is often updated falls to
#   a part without a row less in it. On 0.337 "state grows" may mean deletions that are not merged yet.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version dbsp@=0.337.0 --rename dbsp337
cargo add --quiet --ignore-rust-version dbsp@=0.375.0 --rename dbsp375
cargo add --quiet serde_json@1
cat > src/main.rs <<'RS'
use std::cmp::Ordering;

macro_rules! tell {
    ($dbsp:ident) => {{
        use $dbsp::{IndexedZSetReader, Runtime, operator::CmpFunc};
        struct Ascending;
        impl CmpFunc<i64> for Ascending {
            fn cmp(left: &i64, right: &i64) -> Ordering {
                left.cmp(right)
            }
        }
        let (mut circuit, (input, ranked)) = Runtime::init_circuit(1, |circuit| {
            let (rows, input) = circuit.add_input_indexed_zset::<u32, i64>();
            let ranked = rows.topk_rank_custom_order::<Ascending, _, _, _>(9, |a, b| a == b, |rank, _| rank);
            Ok((input, ranked.output()))
        })
        .unwrap();
        [(10, 1), (20, 3), (30, 1)].into_iter().for_each(|row| input.push(1, row));
        circuit.transaction().unwrap();
        let ranks: Vec<(i64, i64)> = ranked.consolidate().iter().map(|(_, rank, copies)| (rank, copies)).collect();

        let (mut circuit, (input, output)) = Runtime::init_circuit(1, |circuit| {
            let (rows, input) = circuit.add_input_zset::<u64>();
            Ok((input, rows.distinct().output()))
        })
        .unwrap();
        for weight in [1, -1, 1, -1] {
            (0..1000).for_each(|row| input.push(row, weight));
            circuit.transaction().unwrap();
            output.consolidate();
        }
        let profile: serde_json::Value = serde_json::from_str(&circuit.retrieve_profile().unwrap().as_json()).unwrap();
        let nodes = profile["worker_profiles"][0]["metadata"].as_object().unwrap().iter().filter(|(id, _)| *id != "n");
        let readings = nodes.flat_map(|(_, readings)| readings.as_array().unwrap());
        let state = readings.filter(|reading| reading["metric_id"] == "state_records_count");
        let records: u64 = state.map(|reading| reading["value"]["value"].as_u64().unwrap()).sum();
        println!("{}: ranks and copies {ranks:?}, {records} records of an empty relation", stringify!($dbsp));
    }};
}

fn main() {
    tell!(dbsp337);
    tell!(dbsp375);
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
dbsp337: ranks and copies [(1, 1), (4, 3), (5, 1)], 4000 records of an empty relation
dbsp375: ranks and copies [(1, 1), (2, 3), (5, 1)], 0 records of an empty relation
SEEN
echo "still so: ranks of equal rows and the records of a trace are others in dbsp 0.375 than in 0.337"
