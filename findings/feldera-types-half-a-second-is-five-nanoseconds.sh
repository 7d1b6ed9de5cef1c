#!/usr/bin/env bash
# Guess: in the flavor of JSON `parquet_converter` the timestamp "2023-11-04 15:33:47.5 +00:00" is half a second after :47,
#   and ".123" are milliseconds, as in every other flavor.
# What happens: the digits after the point are taken for a whole number of nanoseconds. ".5" is 5 ns, ".123" is 123 ns, and
#   both are gone, since a TIMESTAMP counts microseconds; ".123456" is 123 µs. It is right where there are nine digits,
#   which is how the flavor writes. And `debezium_mysql` writes "…47.500UTC", where Debezium itself has a Z.
# Seen with: crates feldera-sqllib and feldera-types 0.375.0 (and 0.337), built with rustc 1.95 (--ignore-rust-version; they
#   ask for 1.96.1). It builds some 430 crates: six minutes of one core.
# Why it matters: events within a second all get one time, no error is counted, and windows and ASOF joins by that time put
#   rows in another order.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version feldera-sqllib@=0.375.0 feldera-types@=0.375.0 serde_json@1
cat > src/main.rs <<'RS'
use feldera_sqllib::Timestamp;
use feldera_types::format::json::JsonFlavor::{self, DebeziumMySql, ParquetConverter};
use feldera_types::serde_with_context::serialize::SerializeWithContextWrapper;
use feldera_types::serde_with_context::{DeserializeWithContext, SqlSerdeConfig};

fn config(flavor: JsonFlavor) -> &'static SqlSerdeConfig {
    Box::leak(Box::new(flavor.into()))
}

fn read(text: &str) -> Timestamp {
    let json = serde_json::Value::from(format!("2023-11-04 15:33:47{text} +00:00"));
    DeserializeWithContext::<_, ()>::deserialize_with_context(json, config(ParquetConverter)).unwrap()
}

fn written(moment: &Timestamp, flavor: JsonFlavor) -> String {
    serde_json::to_string(&SerializeWithContextWrapper::new(moment, config(flavor))).unwrap()
}

fn main() {
    for text in [".5", ".123", ".123456", ".500000000"] {
        println!("{text}: {:?}", read(text));
    }
    let half = read(".500000000");
    println!("{} {}", written(&half, ParquetConverter), written(&half, DebeziumMySql));
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
.5: 2023-11-04 15:33:47
.123: 2023-11-04 15:33:47
.123456: 2023-11-04 15:33:47.000123
.500000000: 2023-11-04 15:33:47.500
"2023-11-04 15:33:47.500000000 +00:00" "2023-11-04T15:33:47.500UTC"
SEEN
echo "still so: parquet_converter takes .5 for five nanoseconds"
