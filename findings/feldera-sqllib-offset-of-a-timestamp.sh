#!/usr/bin/env bash
# Guess: 2024-01-02T03:04:05-05:00 is one moment, read as the same TIMESTAMP from every flavor of JSON, or refused by all;
#   what CAST takes for a TIMESTAMP, a table's input takes too, and the other way about.
# What happens: the default flavor counts the offset and stores 08:04:05. `snowflake` and `debezium_mysql` read over it and
#   store 03:04:05. `debezium_mysql` reads over any word there. Each refuses the usual form of another: `snowflake` an
#   offset "Z", `debezium_mysql` a blank for the "T". CAST takes neither "T" nor offset, but a date alone, a month of one
#   digit and a year of two (24 is the year 24), which the default flavor refuses.
# Seen with: crates feldera-sqllib 0.375.0 and feldera-types 0.375.0, built with rustc 1.95 (--ignore-rust-version; they ask
#   for 1.96.1). It builds some 430 crates: six minutes of one core.
# Why it matters: the same events read through two connectors differ by hours, and no error is counted.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version feldera-sqllib@=0.375.0 feldera-types@=0.375.0 serde_json@1
cat > src/main.rs <<'RS'
use feldera_sqllib::{SqlString, Timestamp, cast_to_Timestamp_s};
use feldera_types::format::json::JsonFlavor::{self, DebeziumMySql, Default, Snowflake};
use feldera_types::serde_with_context::{DeserializeWithContext, SqlSerdeConfig};

fn read(text: &str, flavor: JsonFlavor) -> String {
    let config: &'static SqlSerdeConfig = Box::leak(Box::new(flavor.into()));
    let json = serde_json::Value::from(text);
    let moment: Result<Timestamp, _> = DeserializeWithContext::<_, ()>::deserialize_with_context(json, config);
    moment.map_or("refused".into(), |moment| format!("{moment:?}"))
}

fn main() {
    for text in ["2024-01-02T03:04:05-05:00", "2024-01-02T03:04:05Z", "2024-01-02T03:04:05soon", "2024-01-02 03:04:05", "24-1-2"] {
        let cast = cast_to_Timestamp_s(SqlString::from_ref(text)).map_or("refused".into(), |moment| format!("{moment:?}"));
        println!("{text}");
        println!("  default: {}, snowflake: {}", read(text, Default), read(text, Snowflake));
        println!("  debezium_mysql: {}, CAST: {cast}", read(text, DebeziumMySql));
    }
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
2024-01-02T03:04:05-05:00
  default: 2024-01-02 08:04:05, snowflake: 2024-01-02 03:04:05
  debezium_mysql: 2024-01-02 03:04:05, CAST: refused
2024-01-02T03:04:05Z
  default: 2024-01-02 03:04:05, snowflake: refused
  debezium_mysql: 2024-01-02 03:04:05, CAST: refused
2024-01-02T03:04:05soon
  default: refused, snowflake: refused
  debezium_mysql: 2024-01-02 03:04:05, CAST: refused
2024-01-02 03:04:05
  default: 2024-01-02 03:04:05, snowflake: refused
  debezium_mysql: refused, CAST: 2024-01-02 03:04:05
24-1-2
  default: refused, snowflake: refused
  debezium_mysql: refused, CAST: 0024-01-02 00:00:00
SEEN
echo "still so: the offset of a timestamp counts in one flavor of JSON and is read over in two"
