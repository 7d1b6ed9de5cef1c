#!/usr/bin/env bash
# Guess: a size or duration given as a bare number counts one unit for all settings, bytes and seconds, or none is
#   taken; a fault_tolerance that only sets the interval leaves the model as it is by default, none.
# What happens: a number counts the unit of the setting's former name, which stands nowhere in the new one:
#   clock_resolution 60 is 60 µs, max_rss 10 is 10 MB, storage.cache_size 10 is 10 MiB, min_spill_size 10 is 10 B.
#   The same number in quotes is refused for max_rss. {"checkpoint_interval":"30s"} alone turns fault tolerance
#   on, exactly once, where {} of the whole has none. A misspelt name is dropped without a word.
# Seen with: crate feldera-types 0.375.0, built with rustc 1.95 (--ignore-rust-version; it asks for 1.96.1). It builds
#   some 240 crates: about two minutes on two quiet cores, more on busy ones.
# Why it matters: a configuration that was written by hand or by a model may mean a millionth of what it says, and
#   what Feldera gives back is in other units than what was given.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version feldera-types@=0.375.0 serde_json@1
cat > src/main.rs <<'RS'
use feldera_types::config::RuntimeConfig;
use serde_json::{from_str, to_value};

fn main() {
    for (given, told) in [
        (r#"{"clock_resolution":60}"#, "/clock_resolution"),
        (r#"{"max_rss":10}"#, "/max_rss"),
        (r#"{"max_rss":"10"}"#, "/max_rss"),
        (r#"{"max_rss":"1.5G"}"#, "/max_rss"),
        (r#"{"storage":{"cache_size":10}}"#, "/storage/cache_size"),
        (r#"{"storage":{"min_spill_size":10}}"#, "/storage/min_spill_size"),
        (r#"{}"#, "/fault_tolerance/model"),
        (r#"{"fault_tolerance":{"checkpoint_interval":"30s"}}"#, "/fault_tolerance/model"),
        (r#"{"wrokers":3}"#, "/workers"),
    ] {
        match from_str::<RuntimeConfig>(given) {
            Ok(config) => println!("{given} {told} = {}", to_value(config).unwrap().pointer(told).unwrap()),
            Err(_) => println!("{given} is refused"),
        }
    }
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version) - <<'SEEN'
{"clock_resolution":60} /clock_resolution = "60us"
{"max_rss":10} /max_rss = "10M"
{"max_rss":"10"} is refused
{"max_rss":"1.5G"} /max_rss = "1500M"
{"storage":{"cache_size":10}} /storage/cache_size = "10Mi"
{"storage":{"min_spill_size":10}} /storage/min_spill_size = "10B"
{} /fault_tolerance/model = "none"
{"fault_tolerance":{"checkpoint_interval":"30s"}} /fault_tolerance/model = "exactly_once"
{"wrokers":3} /workers = 8
SEEN
echo "still so: a bare number in Feldera's configuration counts the unit of a former name"
