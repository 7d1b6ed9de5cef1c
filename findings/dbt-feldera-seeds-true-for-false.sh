#!/usr/bin/env bash
# Guess: `dbt seed` sends the values of a CSV as they are: false in a column that is declared BOOLEAN, 1.5 in one that dbt
#   itself makes a DOUBLE.
# What happens: every value of a column that `column_types` declares BOOLEAN is sent as true, since dbt reads such a column
#   as text and a text is true in Python. Without the declaration false stays false. A fraction is sent as text, "1.5",
#   which Feldera takes for a DECIMAL and refuses for the DOUBLE that was declared for it; of the same column 2 is sent as a
#   number and taken.
# Seen with: PyPI dbt-feldera 0.369.0 with feldera 0.369.0 and dbt-core 1.11.2, against a server on loopback that answers as
#   Feldera's manager does; what is sent is read by crates feldera-sqllib and feldera-types 0.375.0, built with rustc 1.95
#   (--ignore-rust-version; they ask for 1.96.1). It builds some 430 crates: six minutes of one core.
# Why it matters: to declare a type, which is done to be safe, turns a column over without an error; and of a price list the
#   whole prices arrive and the others do not.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $(cat "$dir/pid") 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile dbt-feldera==0.369.0 feldera==0.369.0 dbt-core==1.11.2 dbt-adapters==1.24.5 dbt-common==1.39.0 sqlglot==30.30.0
cargo init --quiet --vcs none --name finding .
cargo add --quiet --ignore-rust-version feldera-sqllib@=0.375.0 feldera-types@=0.375.0 serde_json@1

cat > manager.py <<'PY'
import json, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

pipeline = {}

class Manager(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        status, answer = 200, pipeline
        if self.path == "/v0/config":
            answer = {"edition": "Open source", "version": "0.369.0"}
        elif self.command == "PUT":
            sent = {name: value for name, value in json.loads(body).items() if value is not None}
            pipeline.update(sent, program_status="Success", program_version=1, deployment_status="Stopped", storage_status="Cleared")
            print(" ".join(sent["program_code"].split()), flush=True)
        elif "/start" in self.path:
            pipeline["deployment_status"] = "Running"
        elif "/ingress/" in self.path:
            answer = {"token": "t"}
            for row in json.loads(body):
                print(json.dumps(row), flush=True)
        elif "/completion_status" in self.path:
            answer = {"status": "complete"}
        elif not pipeline:
            status, answer = 404, {"message": "Unknown pipeline", "error_code": "UnknownPipelineName", "details": {}}
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = answer

    def log_message(self, *args):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Manager)
with open("port.new", "w") as file:
    file.write(str(server.server_port))
os.rename("port.new", "port")
server.serve_forever()
PY
cat > dbt_project.yml <<'YML'
name: shop
profile: shop
flags: {send_anonymous_usage_stats: false}
seeds: {shop: {+column_types: {declared: BOOLEAN}}}
YML
cat > profiles.yml <<'YML'
shop:
  target: dev
  outputs:
    dev: {type: feldera, host: "http://127.0.0.1:{{ env_var('PORT') }}", database: any, schema: shop, timeout: 30}
YML
mkdir seeds
printf 'declared,inferred,price\ntrue,true,1.5\nfalse,false,2\nfalse,false,0.25\n' > seeds/items.csv

cat > src/main.rs <<'RS'
use feldera_sqllib::{F64, SqlDecimal};
use feldera_types::format::json::JsonFlavor;
use feldera_types::serde_with_context::{DeserializeWithContext, SqlSerdeConfig};

fn taken<T: for<'de> DeserializeWithContext<'de, SqlSerdeConfig>>(json: &str, config: &'static SqlSerdeConfig) -> &'static str {
    match T::deserialize_with_context(&mut serde_json::Deserializer::from_str(json), config) {
        Ok(_) => "taken",
        Err(_) => "refused",
    }
}

fn main() {
    let config: &'static SqlSerdeConfig = Box::leak(Box::new(JsonFlavor::Default.into()));
    for line in std::fs::read_to_string("seen.txt").unwrap().lines().skip(1) {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let price = row["price"].to_string();
        println!("{price} is {} for a DOUBLE, {} for a DECIMAL", taken::<F64>(&price, config), taken::<SqlDecimal<10, 2>>(&price, config));
    }
}
RS
venv/bin/python manager.py > seen.txt &
echo $! > pid
until [ -f port ]; do sleep 0.1; done
PORT=$(cat port)
export PORT
venv/bin/dbt --quiet seed --profiles-dir . > dbt.log 2>&1 || { cat dbt.log >&2; exit 1; }
export CARGO_PROFILE_DEV_DEBUG=0
cargo run --quiet --ignore-rust-version >> seen.txt
diff seen.txt - <<'SEEN'
CREATE TABLE "items" ( "declared" BOOLEAN, "inferred" BOOLEAN, "price" DOUBLE );
{"declared": true, "inferred": true, "price": "1.5"}
{"declared": true, "inferred": false, "price": 2}
{"declared": true, "inferred": false, "price": "0.25"}
"1.5" is refused for a DOUBLE, taken for a DECIMAL
2 is taken for a DOUBLE, taken for a DECIMAL
"0.25" is refused for a DOUBLE, taken for a DECIMAL
SEEN
echo "still so: dbt-feldera sends true for false, and fractions as text"
