#!/usr/bin/env bash
# Guess: aggregate_linear_retain_keys, made "to GC keys in the internal stream that fall below the waterline", keeps the
#   sums of the groups above it, and its results "can be GC'd using regular means (integrate_trace_retain_keys)".
# What happens: it keeps a sum for every group that there ever was: it gives the bound to a trace that the aggregate does
#   not have. aggregate_linear_postprocess_retain_keys does the same. The results do go, of 10,000 all but the newest
#   hundred or so, where accumulate_integrate_trace_retain_keys is asked for, and with what the documentation names they
#   stay.
# Seen with: crate dbsp 0.337.0, built with rustc 1.95. It builds some 350 crates: two to five minutes. The sources of
#   0.350, 0.360, 0.362 and 0.363 have the same call; those of 0.364, 0.365, 0.370 and 0.375 bound the aggregate's trace.
# Why it matters: where COUNT, SUM and AVG are grouped by a time with LATENESS, the SQL compiler makes them of the second
#   one. Such a view looks bounded, and its results are, while its state grows by a record for each group.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version dbsp@=0.337.0
cat > src/main.rs <<'RS'
use dbsp::Runtime;
use dbsp::circuit::GlobalNodeId;
use dbsp::circuit::metadata::{MetaItem, STATE_RECORDS_COUNT};
use std::collections::BTreeMap;
use std::time::Duration;

/// 5,000 groups and 5,000 more, of which those of the last 100 days are above the waterline.
macro_rules! tell {
    ($sums:ident, $bound:ident $(, $of:expr)?) => {{
        let (mut circuit, (input, output)) = Runtime::init_circuit(1, |circuit| {
            let (rows, input) = circuit.add_input_indexed_zset::<u64, i64>();
            let newest = rows.waterline(|| 0, |day, _| *day, |left, right| *left.max(right));
            let sums = rows.$sums(&newest, |day, newest| day + 100 > *newest, |amount| *amount $(, $of)?);
            sums.$bound(&newest, |day, newest| day + 100 > *newest);
            Ok((input, sums.accumulate_output()))
        })
        .unwrap();
        println!("{}, {}", stringify!($sums), stringify!($bound));
        for groups in [5_000, 10_000] {
            for day in (groups - 5_000..groups).step_by(10) {
                (day..day + 10).for_each(|day| input.push(day, (5, 1)));
                circuit.transaction().unwrap();
                output.take_from_all();
            }
            circuit.start_compaction().unwrap();
            circuit.wait_for_compaction(Duration::from_secs(60)).unwrap();
            // In the circuit's order: the trace of the sums, then that of the results. The waterline has one record.
            let profile = circuit.retrieve_profile().unwrap();
            let state = profile.worker_profiles[0].attribute_profile(&STATE_RECORDS_COUNT);
            let nodes = BTreeMap::from_iter(state).into_iter().filter(|(id, _)| *id != GlobalNodeId::root());
            let kept: Vec<String> = nodes
                .filter_map(|(_, records)| match records {
                    MetaItem::Count(0 | 1) => None,
                    MetaItem::Count(records) if records < 1_000 => Some("under 1000".to_string()),
                    MetaItem::Count(records) => Some(records.to_string()),
                    other => panic!("{other:?}"),
                })
                .collect();
            println!("  of {groups} groups: sums {}", kept.join(", results "));
        }
    }};
}

fn main() {
    tell!(aggregate_linear_retain_keys, integrate_trace_retain_keys);
    tell!(aggregate_linear_retain_keys, accumulate_integrate_trace_retain_keys);
    tell!(aggregate_linear_postprocess_retain_keys, accumulate_integrate_trace_retain_keys, |sum| sum);
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
aggregate_linear_retain_keys, integrate_trace_retain_keys
  of 5000 groups: sums 5000, results 5000
  of 10000 groups: sums 10000, results 10000
aggregate_linear_retain_keys, accumulate_integrate_trace_retain_keys
  of 5000 groups: sums 5000, results under 1000
  of 10000 groups: sums 10000, results under 1000
aggregate_linear_postprocess_retain_keys, accumulate_integrate_trace_retain_keys
  of 5000 groups: sums 5000, results under 1000
  of 10000 groups: sums 10000, results under 1000
SEEN
echo "still so: dbsp 0.337 keeps the sum of every group, below the waterline too"
