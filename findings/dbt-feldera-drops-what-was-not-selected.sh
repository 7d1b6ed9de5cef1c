#!/usr/bin/env bash
# Guess: `dbt run --select opened` makes the view `opened` anew and leaves the pipeline's other views, as dbt does elsewhere;
#   `dbt seed` fills its tables and leaves the rest; a table's model that was changed reaches the pipeline.
# What happens: the pipeline's whole program is replaced. After `run --select opened` that is the only view, with the plain
#   tables of the program before; a table with LATENESS, which the adapter's SQL parser cannot read, is gone too. A plain
#   table stays as it was first deployed, whatever its model says now. `dbt run --select` of a table sends nothing and says
#   that it worked. `dbt seed` leaves the seeds' tables alone, no view and no other table, and clears the storage.
# Seen with: PyPI dbt-feldera 0.369.0 with feldera 0.369.0, dbt-core 1.11.2 and sqlglot 30.30.0, against a server on loopback
#   that answers as Feldera's manager does.
# Why it matters: who repairs one model stops every other view and output of a running pipeline, and the command ends well.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $(cat "$dir/pid") 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile dbt-feldera==0.369.0 feldera==0.369.0 dbt-core==1.11.2 dbt-adapters==1.24.5 dbt-common==1.39.0 sqlglot==30.30.0

cat > manager.py <<'PY'
import json, os, re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

pipeline = {}

class Manager(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        status, answer = 200, pipeline
        if self.path == "/v0/config":
            answer = {"edition": "Open source", "version": "0.369.0"}
        elif self.command in ("PUT", "PATCH"):
            sent = {name: value for name, value in json.loads(body).items() if value is not None}
            pipeline.update(sent, program_status="Success", program_version=1, deployment_status="Stopped", storage_status="Cleared")
            program = " ".join(sent["program_code"].split())
            parts = re.findall(r'CREATE (TABLE|VIEW) "?(\w+)', program) + [("topic", topic) for topic in re.findall(r'"topic": "(\w+)"', program)]
            print("  program:", ", ".join(f"{kind} {name}" for kind, name in sorted(parts)), flush=True)
        elif self.path.split("?")[0].endswith(("/start", "/stop", "/clear")):
            word = self.path.split("?")[0].split("/")[-1]
            pipeline["deployment_status"] = "Running" if word == "start" else "Stopped"
            print(f"  {word}", flush=True)
        elif "/ingress/" in self.path:
            answer = {"token": "t"}
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

    do_GET = do_PUT = do_PATCH = do_POST = answer

    def log_message(self, *args):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Manager)
with open("port.new", "w") as file:
    file.write(str(server.server_port))
os.rename("port.new", "port")
server.serve_forever()
PY
mkdir models seeds
cat > dbt_project.yml <<'YML'
name: shop
profile: shop
flags: {send_anonymous_usage_stats: false}
YML
cat > profiles.yml <<'YML'
shop:
  target: dev
  outputs:
    dev: {type: feldera, host: "http://127.0.0.1:{{ env_var('PORT') }}", database: any, schema: shop, timeout: 30}
YML
printf 'id,open\n1,true\n' > seeds/shops.csv
events() {
  cat > models/events.sql <<SQL
{{ config(materialized='table', connectors=[{'transport': {'name': 'kafka_input', 'config': {'topic': '$1'}}}]) }}
id BIGINT NOT NULL, shop BIGINT NOT NULL
SQL
}
events old
cat > models/visits.sql <<'SQL'
{{ config(materialized='table') }}
shop BIGINT NOT NULL, at TIMESTAMP NOT NULL LATENESS INTERVAL '1' MINUTE
SQL
echo "SELECT id FROM {{ ref('shops') }} WHERE open" > models/opened.sql
echo "SELECT shop, COUNT(*) AS n FROM {{ ref('events') }} GROUP BY shop" > models/busy.sql
echo "SELECT shop, MAX(at) AS last FROM {{ ref('visits') }} GROUP BY shop" > models/seen.sql

venv/bin/python manager.py >> seen.txt &
echo $! > pid
until [ -f port ]; do sleep 0.1; done
PORT=$(cat port)
export PORT
run() {
  echo "dbt $*" >> seen.txt
  venv/bin/dbt --quiet "$@" --profiles-dir . > dbt.log 2>&1 || { echo "  failed" >> seen.txt; cat dbt.log >&2; }
}
run seed
run run
events new  # it changes the topic, which the next program should have
run run
run run --select opened
run run --select events
run seed
diff seen.txt - <<'SEEN'
dbt seed
  program: TABLE shops
  start
dbt run
  stop
  program: TABLE events, TABLE shops, TABLE visits, VIEW busy, VIEW opened, VIEW seen, topic old
  start
dbt run
  stop
  program: TABLE events, TABLE shops, TABLE visits, VIEW busy, VIEW opened, VIEW seen, topic old
  start
dbt run --select opened
  stop
  program: TABLE events, TABLE shops, VIEW opened, topic old
  start
dbt run --select events
dbt seed
  stop
  clear
  program: TABLE shops
  start
SEEN
echo "still so: dbt-feldera drops from a pipeline what was not selected"
