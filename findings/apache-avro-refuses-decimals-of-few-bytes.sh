#!/usr/bin/env bash
# Guess: apache-avro reads a decimal with a reader's schema as it does without one; a datum that it wrote itself is read under
#   the very schema that it was written with.
# What happens: with a reader's schema a decimal of fewer bytes than the greatest one of its precision would need is refused:
#   of a DECIMAL(10, 2) 19.99 is, "Precision 10 too small to hold decimal values with 2 bytes", and 99999999.99 is not. Avro
#   writes decimals in as few bytes as they take. What is beyond the precision, 123456.78 for a DECIMAL(4, 2), is read.
# Seen with: crate apache-avro 0.22.0 (0.18.0, which Feldera has, does the same) with num-bigint 0.4.8.
# Why it matters: a reader whose schema has one more field than the writer's, which is what readers' schemas are for, fails on
#   small amounts and works on great ones; tests with long figures pass.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet apache-avro@=0.22.0 num-bigint@=0.4.8
cat > src/main.rs <<'RS'
#![allow(deprecated)]
use apache_avro::{Decimal, Schema, from_avro_datum, to_avro_datum, types::Value};
use num_bigint::BigInt;

fn schema(precision: usize, more: &str) -> Schema {
    let amount = format!(r#"{{"type":"bytes","logicalType":"decimal","precision":{precision},"scale":2}}"#);
    let fields = format!(r#"{{"name":"amount","type":{amount}}}{more}"#);
    Schema::parse_str(&format!(r#"{{"type":"record","name":"Row","fields":[{fields}]}}"#)).unwrap()
}

fn read(bytes: &[u8], written: &Schema, reader: Option<&Schema>) -> String {
    match from_avro_datum(written, &mut &bytes[..], reader) {
        Ok(Value::Record(fields)) => match &fields[0].1 {
            Value::Decimal(decimal) => BigInt::from(decimal.clone()).to_string(),
            other => format!("{other:?}"),
        },
        Ok(other) => format!("{other:?}"),
        Err(error) => error.to_string(),
    }
}

fn main() {
    for (precision, cents) in [(4, 1999_i64), (10, 1999), (10, 9999999999), (18, 9999999999), (4, 12345678)] {
        let written = schema(precision, "");
        let amount = Decimal::from(BigInt::from(cents).to_signed_bytes_be());
        let row = Value::Record(vec![("amount".into(), Value::Decimal(amount))]);
        let bytes = to_avro_datum(&written, row).unwrap();
        println!("{cents} cents as decimal({precision}, 2): {}", read(&bytes, &written, None));
        println!("  by its own schema: {}", read(&bytes, &written, Some(&written)));
        let more = schema(precision, r#",{"name":"note","type":"string","default":""}"#);
        println!("  by one of another field: {}", read(&bytes, &written, Some(&more)));
    }
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet 2>&1) - <<'SEEN'
1999 cents as decimal(4, 2): 1999
  by its own schema: 1999
  by one of another field: 1999
1999 cents as decimal(10, 2): 1999
  by its own schema: Precision 10 too small to hold decimal values with 2 bytes
  by one of another field: Precision 10 too small to hold decimal values with 2 bytes
9999999999 cents as decimal(10, 2): 9999999999
  by its own schema: 9999999999
  by one of another field: 9999999999
9999999999 cents as decimal(18, 2): 9999999999
  by its own schema: Precision 18 too small to hold decimal values with 5 bytes
  by one of another field: Precision 18 too small to hold decimal values with 5 bytes
12345678 cents as decimal(4, 2): 12345678
  by its own schema: 12345678
  by one of another field: 12345678
SEEN
echo "still so: apache-avro refuses a decimal of few bytes where a reader's schema is given"
