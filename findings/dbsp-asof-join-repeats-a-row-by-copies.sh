#!/usr/bin/env bash
# Guess: asof_join "matches each value in self with the value in other" of the largest time before it, and SQL's ASOF JOIN
#   "finds at most a single row in the right table": each left row comes out once, however many rows are at that time.
# What happens: of different rows at one time it takes one, the largest; but copies of that row multiply: with a quote that
#   is there three times, a trade comes out three times, and one that is there twice six times. A deletion of the quote
#   that comes too early takes the trade out a negative number of times, where a left join would have no match.
#   And outer_join, with a quote that is there and another that was deleted too early, has the trade matched with both
#   and also as one without a match: a key is looked for by the sum of its weights.
# Seen with: crate dbsp 0.375.0, built with rustc 1.95 (--ignore-rust-version; it asks for 1.96.1). It builds some 350
#   crates: two to five minutes.
# Why it matters: an input that delivers a record twice into a table without a primary key multiplies rows of the other
#   table, and the sums over them. Feldera's SQL compiler makes ASOF JOIN of this operator and removes no copies before it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version dbsp@=0.375.0
cat > src/main.rs <<'RS'
use dbsp::utils::Tup2;
use dbsp::{IndexedZSetReader, OrdZSet, OutputHandle, Runtime};

/// What changed: row and weight.
fn changes(output: &OutputHandle<OrdZSet<String>>) -> String {
    output.consolidate().iter().map(|(row, _, weight)| format!("{row} ({weight:+})")).collect::<Vec<_>>().join(" ")
}

fn main() {
    let (mut circuit, (trades, quotes, asof, outer)) = Runtime::init_circuit(1, |circuit| {
        // Of each stock, time and price.
        let (trades, trades_input) = circuit.add_input_indexed_zset::<u32, Tup2<u32, u32>>();
        let (quotes, quotes_input) = circuit.add_input_indexed_zset::<u32, Tup2<u32, u32>>();
        let asof = trades.asof_join(
            &quotes,
            |_, trade, quote| format!("{}~{:?}", trade.1, quote.map(|quote| quote.1)),
            |trade| trade.0,
            |quote| quote.0,
        );
        let outer = trades.outer_join(
            &quotes,
            |_, trade, quote| format!("{}~{}", trade.1, quote.1),
            |_, trade| format!("{}~none", trade.1),
            |_, quote| format!("none~{}", quote.1),
        );
        Ok((trades_input, quotes_input, asof.output(), outer.output()))
    })
    .unwrap();
    for (price, weight) in [(10, 1), (20, 2)] {
        trades.push(1, (Tup2(5, price), weight));
    }
    circuit.transaction().unwrap();
    println!("trades 10, 20 and 20: {}", changes(&asof));
    changes(&outer);
    for (price, weight) in [(7, 1), (8, 1), (8, 2), (8, -4), (9, 1)] {
        quotes.push(1, (Tup2(4, price), weight));
        circuit.transaction().unwrap();
        println!("quote {price} ({weight:+}): {}\n  outer: {}", changes(&asof), changes(&outer));
    }
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
trades 10, 20 and 20: 10~None (+1) 20~None (+2)
quote 7 (+1): 10~None (-1) 10~Some(7) (+1) 20~None (-2) 20~Some(7) (+2)
  outer: 10~7 (+1) 10~none (-1) 20~7 (+2) 20~none (-2)
quote 8 (+1): 10~Some(7) (-1) 10~Some(8) (+1) 20~Some(7) (-2) 20~Some(8) (+2)
  outer: 10~8 (+1) 20~8 (+2)
quote 8 (+2): 10~Some(8) (+2) 20~Some(8) (+4)
  outer: 10~8 (+2) 20~8 (+4)
quote 8 (-4): 10~Some(8) (-4) 20~Some(8) (-8)
  outer: 10~8 (-4) 10~none (+1) 20~8 (-8) 20~none (+2)
quote 9 (+1): 10~Some(8) (+1) 10~Some(9) (+1) 20~Some(8) (+2) 20~Some(9) (+2)
  outer: 10~9 (+1) 10~none (-1) 20~9 (+2) 20~none (-2)
SEEN
echo "still so: dbsp's asof join repeats a row as often as its match is there"
