#!/usr/bin/env bash
# Guess: 19.999 becomes 20.00 in a column DECIMAL(10, 2), whichever way it comes there, as in other SQL; a half goes up,
#   or to the even neighbour.
# What happens: read from JSON, as a number or in quotes, it is cut to 19.99, without an error. So are a DOUBLE and a
#   DECIMAL(10, 3) that are cast. A text that is cast is rounded, and a half of it goes to the even neighbour: '19.999' is
#   20.00, '0.125' is 0.12 and '0.135' is 0.14. ROUND takes a half away from zero: 0.13 and 0.14.
# Seen with: crates feldera-sqllib 0.375.0 and feldera-types 0.375.0, built with rustc 1.95 (--ignore-rust-version; they ask
#   for 1.96.1). It builds some 430 crates: six minutes of one core.
# Why it matters: sums of amounts are short of what their source says, by up to a cent for each row, and a program that
#   reads the column as VARCHAR and casts it gets other sums than one that declares it DECIMAL.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version feldera-sqllib@=0.375.0 feldera-types@=0.375.0 serde_json@1
cat > src/main.rs <<'RS'
use feldera_sqllib::*;
use feldera_types::format::json::JsonFlavor::Default;
use feldera_types::serde_with_context::{DeserializeWithContext, SqlSerdeConfig};

type Amount = SqlDecimal<10, 2>;

fn read(json: &str) -> Amount {
    let config: &'static SqlSerdeConfig = Box::leak(Box::new(Default.into()));
    let mut json = serde_json::Deserializer::from_str(json);
    DeserializeWithContext::<_, ()>::deserialize_with_context(&mut json, config).unwrap()
}

fn main() {
    for text in ["19.999", "0.125", "0.135"] {
        let finer: SqlDecimal<10, 3> = text.parse().unwrap();
        let written = SqlString::from_ref(text);
        println!("{text}: JSON {}, JSON in quotes {}", read(text), read(&format!("{text:?}")));
        println!("  DOUBLE cast {}, DECIMAL cast {}, text cast {}, ROUND {}",
            cast_to_SqlDecimal_d::<10, 2>(cast_to_d_s(written.clone()).unwrap()).unwrap(),
            cast_to_SqlDecimal_SqlDecimal::<10, 2, 10, 3>(finer).unwrap(),
            cast_to_SqlDecimal_s::<10, 2>(written).unwrap(),
            round_SqlDecimal_i32(finer, 2));
    }
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
19.999: JSON 19.99, JSON in quotes 19.99
  DOUBLE cast 19.99, DECIMAL cast 19.99, text cast 20, ROUND 20
0.125: JSON 0.12, JSON in quotes 0.12
  DOUBLE cast 0.12, DECIMAL cast 0.12, text cast 0.12, ROUND 0.13
0.135: JSON 0.13, JSON in quotes 0.13
  DOUBLE cast 0.13, DECIMAL cast 0.13, text cast 0.14, ROUND 0.14
SEEN
echo "still so: a decimal from JSON is cut where a cast text is rounded"
