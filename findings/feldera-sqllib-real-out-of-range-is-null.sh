#!/usr/bin/env bash
# Guess: a JSON number that a column's type cannot hold is a parse error, for REAL as for DOUBLE and the whole numbers; and
#   what a REAL NOT NULL column was given, a view of it gives back.
# What happens: DOUBLE refuses 1e400. REAL takes 1e39, as infinity, since the number is read as a DOUBLE and made smaller.
#   The same goes for a CAST. Written as JSON again it is null, which the NOT NULL column of the next pipeline refuses.
# Seen with: crates feldera-sqllib and feldera-types 0.375.0 (and 0.337), built with rustc 1.95 (--ignore-rust-version; they
#   ask for 1.96.1). It builds some 430 crates: six minutes of one core.
# Why it matters: no error is counted where the figure is lost, and one is counted a pipeline later, of a null that nobody
#   wrote. Sums of the column are infinite from then on.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version feldera-sqllib@=0.375.0 feldera-types@=0.375.0 serde_json@1
cat > src/main.rs <<'RS'
use feldera_sqllib::{F32, F64};
use feldera_types::format::json::JsonFlavor;
use feldera_types::serde_with_context::serialize::{SerializeWithContext, SerializeWithContextWrapper};
use feldera_types::serde_with_context::{DeserializeWithContext, SqlSerdeConfig};

/// The number as a column of type T holds it, and as JSON that is made of it.
fn through<T>(text: &str, config: &'static SqlSerdeConfig) -> String
where
    T: for<'de> DeserializeWithContext<'de, SqlSerdeConfig> + SerializeWithContext<SqlSerdeConfig> + std::fmt::Debug,
{
    match T::deserialize_with_context(&mut serde_json::Deserializer::from_str(text), config) {
        Err(_) => "refused".to_string(),
        Ok(value) => {
            let json = serde_json::to_string(&SerializeWithContextWrapper::new(&value, config));
            format!("{value:?}, written as {}", json.unwrap())
        }
    }
}

fn main() {
    let config: &'static SqlSerdeConfig = Box::leak(Box::new(JsonFlavor::Default.into()));
    println!("DOUBLE 1e400: {}", through::<F64>("1e400", config));
    println!("REAL 1e38: {}", through::<F32>("1e38", config));
    println!("REAL 1e39: {}", through::<F32>("1e39", config));
    println!("REAL null: {}", through::<F32>("null", config));
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
DOUBLE 1e400: refused
REAL 1e38: 1e38, written as 1e+38
REAL 1e39: inf, written as null
REAL null: refused
SEEN
echo "still so: a REAL takes a number beyond its range for infinity, and is written as null"
