#!/usr/bin/env bash
# Guess: Pipeline.input_pandas sends a data frame's values as they are, in the flavor of JSON that Feldera calls `pandas`;
#   what pandas writes for a date, and for whole numbers with one missing, a DATE and a BIGINT column take.
# What happens: floats are rounded to ten digits after the point, so that 1e-11 is 0.0, and infinity is null. Timestamps are
#   cut to milliseconds. A date goes as milliseconds, which the flavor refuses for a DATE: it asks for the text "2024-01-31".
#   Whole numbers with a missing one are floats in pandas: 5.0 is refused for a BIGINT, and 9007199254740993 has become
#   …992 by then. The types Int64 and Decimal are sent as they are.
# Seen with: PyPI feldera 0.369.0 with pandas 3.1.1, against a server on loopback that answers as Feldera does; what is sent
#   is read by crates feldera-sqllib and feldera-types 0.375.0, built with rustc 1.95 (--ignore-rust-version; they ask for
#   1.96.1). It builds some 430 crates: six minutes of one core.
# Why it matters: rates and small weights become 0, and rows of the same millisecond lose their order, without an error; and
#   a row is refused for a missing value in another.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile feldera==0.369.0 pandas==3.1.1
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version feldera-sqllib@=0.375.0 feldera-types@=0.375.0 serde_json@1

cat > send.py <<'PY'
import json, threading
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pandas as pd
from feldera import FelderaClient, Pipeline

kind = ""
TABLE = {"name": "t", "case_sensitive": False, "materialized": False, "properties": {}, "fields": []}

class Feldera(BaseHTTPRequestHandler):
    def answer(self):
        sent = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path == "/v0/config":
            body = {"edition": "Open source", "version": "0.369.0"}
        elif "/ingress/" in self.path:
            body = {"token": "t"}
            values = [value.removesuffix("}") for value in sent.decode()[1:-1].replace('{"c":', "").split(",")]
            print(kind, "flavor=" + self.path.split("json_flavor=")[1], *values, flush=True)
        elif "/completion_status" in self.path:
            body = {"status": "complete"}
        else:
            info = {"schema": {"inputs": [TABLE], "outputs": []}}
            body = {"name": "shop", "deployment_status": "Running", "program_info": info}
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer

    def log_message(self, *args):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Feldera)
threading.Thread(target=server.serve_forever, daemon=True).start()
pipeline = Pipeline.get("shop", FelderaClient(f"http://127.0.0.1:{server.server_port}"))
for kind, values in [
    ("DOUBLE", [0.1234567890123, 1e-11, float("inf")]),
    ("DECIMAL", [Decimal("0.12345678901234")]),
    ("TIMESTAMP", pd.to_datetime(["2024-01-31 00:00:00.123456"])),
    ("DATE", [date(2024, 1, 31)]),
    ("BIGINT", [5, 9007199254740993]),
    ("BIGINT", [5, 9007199254740993, None]),
    ("BIGINT", pd.array([5, 9007199254740993, None], dtype="Int64")),
]:
    pipeline.input_pandas("t", pd.DataFrame({"c": values}))
PY
cat > src/main.rs <<'RS'
use feldera_sqllib::{Date, F64, SqlDecimal, Timestamp};
use feldera_types::format::json::JsonFlavor;
use feldera_types::serde_with_context::{DeserializeWithContext, SqlSerdeConfig};

fn read<T>(json: &str) -> String
where
    T: for<'de> DeserializeWithContext<'de, SqlSerdeConfig> + std::fmt::Debug,
{
    let config: &'static SqlSerdeConfig = Box::leak(Box::new(JsonFlavor::Pandas.into()));
    match Option::<T>::deserialize_with_context(&mut serde_json::Deserializer::from_str(json), config) {
        Ok(Some(value)) => format!("{value:?}"),
        Ok(None) => "null".to_string(),
        Err(_) => "refused".to_string(),
    }
}

fn main() {
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let mut words = line.split(' ');
        let (kind, flavor) = (words.next().unwrap(), words.next().unwrap());
        assert_eq!(flavor, "flavor=pandas");
        for json in words {
            let value = match kind {
                "DOUBLE" => read::<F64>(json),
                "DECIMAL" => read::<SqlDecimal<20, 14>>(json),
                "TIMESTAMP" => read::<Timestamp>(json),
                "DATE" => read::<Date>(json),
                _ => read::<i64>(json),
            };
            println!("{kind} sent as {json}: {value}");
        }
    }
}
RS
venv/bin/python -W ignore send.py > sent.txt
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet --ignore-rust-version < sent.txt) - <<'SEEN'
DOUBLE sent as 0.123456789: 0.123456789
DOUBLE sent as 0.0: 0.0
DOUBLE sent as null: null
DECIMAL sent as "0.12345678901234": 0.12345678901234
TIMESTAMP sent as 1706659200123: 2024-01-31 00:00:00.123
DATE sent as 1706659200000: refused
BIGINT sent as 5: 5
BIGINT sent as 9007199254740993: 9007199254740993
BIGINT sent as 5.0: refused
BIGINT sent as 9007199254740992.0: refused
BIGINT sent as null: null
BIGINT sent as 5: 5
BIGINT sent as 9007199254740993: 9007199254740993
BIGINT sent as null: null
SEEN
echo "still so: feldera's input_pandas cuts floats and times, and sends dates that are refused"
