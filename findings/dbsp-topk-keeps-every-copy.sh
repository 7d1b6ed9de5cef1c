#!/usr/bin/env bash
# Guess: topk_asc(2) keeps two rows of each key. Copies of a row are rows: of 10, 20, 20, 20 and 30 the two smallest are 10
#   and 20. A deletion that comes before its insertion takes no place.
# What happens: it keeps two values with all their copies, here four rows. A value of weight -1 takes one of the two places
#   and goes out with that weight. topk_row_number_custom_order(2, …) counts as one would guess: 10 and one 20, and two of
#   20 once there is no 10.
# Seen with: crate dbsp 0.375.0 (0.337 does the same), built with rustc 1.95 (--ignore-rust-version; it asks for 1.96.1).
#   It builds some 350 crates: two to five minutes.
# Why it matters: a result "of at most k rows" has any number of them, and what a value that was deleted too early leaves
#   out is missed. SQL is not concerned: its compiler makes LIMIT and ROW_NUMBER of the operator with numbers.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version dbsp@=0.375.0
cat > src/main.rs <<'RS'
use dbsp::operator::CmpFunc;
use dbsp::utils::Tup2;
use dbsp::{DBData, IndexedZSetReader, OrdIndexedZSet, OutputHandle, Runtime};
use std::cmp::Ordering;

struct Ascending;

impl CmpFunc<i64> for Ascending {
    fn cmp(left: &i64, right: &i64) -> Ordering {
        left.cmp(right)
    }
}

/// What changed: value and weight.
fn changes<V: DBData>(output: &OutputHandle<OrdIndexedZSet<u32, V>>) -> String {
    output.consolidate().iter().map(|(_, value, weight)| format!("{value:?} ({weight:+})")).collect::<Vec<_>>().join(" ")
}

fn main() {
    let (mut circuit, (input, top, numbered)) = Runtime::init_circuit(1, |circuit| {
        let (rows, input) = circuit.add_input_indexed_zset::<u32, i64>();
        let numbered = rows.topk_row_number_custom_order::<Ascending, _, _>(2, |number, value| Tup2(number, *value));
        Ok((input, rows.topk_asc(2).output(), numbered.output()))
    })
    .unwrap();
    for (value, weight) in [(10, 1), (20, 3), (30, 1), (10, -2)] {
        input.push(1, (value, weight));
        circuit.transaction().unwrap();
        println!("{value} ({weight:+})  top 2: {}; numbered: {}", changes(&top), changes(&numbered));
    }
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
10 (+1)  top 2: 10 (+1); numbered: (1, 10) (+1)
20 (+3)  top 2: 20 (+3); numbered: (2, 20) (+1)
30 (+1)  top 2: ; numbered: 
10 (-2)  top 2: 10 (-2); numbered: (1, 10) (-1) (1, 20) (+1)
SEEN
echo "still so: dbsp's top k keeps k values with all their copies"
