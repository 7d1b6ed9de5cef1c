#!/usr/bin/env bash
# Guess: a query that fails while it runs raises, in Pipeline.query as in Pipeline.execute, of which the client's
#   documentation says so: "if the query fails, an exception will be raised".
# What happens: Feldera has answered 200 by then, and writes the error into the rows: {"error": …} as JSON, "ERROR: …" as text.
#   query gives it out as one more row, with a column `error`; query_tabular as a line of the table; execute throws it away
#   and returns. Only what is wrong before the first row, such as a misspelt column, raises.
# Seen with: PyPI feldera 0.369.0 against a server on loopback that answers as Feldera 0.337 answers SELECT 1/0.
# Why it matters: an INSERT that failed looks as if it had been done, and a division by zero is counted as a row.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile feldera==0.369.0

cat > seen.py <<'PY'
import json, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

from feldera import FelderaClient, Pipeline

BODIES = {
    "json": '{"id":1}\n{"error":"Arrow error: Divide by zero error"}',
    "text": "+----+\n| id |\n+----+\nERROR: Arrow error: Divide by zero error",
}
REFUSAL = {"message": "No field named nope", "error_code": "AdHocQueryError", "details": {}}

class Feldera(BaseHTTPRequestHandler):
    def do_GET(self):
        asked = {name: values[0] for name, values in parse_qs(urlparse(self.path).query).items()}
        status, body = 200, json.dumps({"name": "shop", "version": "0.369.0", "edition": "Open source", "deployment_status": "Running"})
        if "/query" in self.path:
            status, body = (400, json.dumps(REFUSAL)) if "nope" in asked["sql"] else (200, BODIES[asked["format"]])
        self.send_response(status)
        self.send_header("content-type", "text/plain" if asked.get("format") == "text" else "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Feldera)
threading.Thread(target=server.serve_forever, daemon=True).start()
pipeline = Pipeline.get("shop", FelderaClient(f"http://127.0.0.1:{server.server_port}"))

def told(name, call):
    try:
        print(name, call())
    except Exception as error:
        print(name, "raises", type(error).__name__)

for divisor in ("nope", "0"):
    told(f"query 1/{divisor}:", lambda: list(pipeline.query(f"SELECT id / {divisor} AS id FROM t")))
    told(f"query_tabular 1/{divisor}:", lambda: list(pipeline.query_tabular(f"SELECT id / {divisor} AS id FROM t"))[-1])
    told(f"execute 1/{divisor}:", lambda: pipeline.execute(f"INSERT INTO t SELECT id / {divisor} FROM t"))
PY
diff <(venv/bin/python -W ignore seen.py 2> /dev/null) - <<'SEEN'
query 1/nope: raises FelderaAPIError
query_tabular 1/nope: raises FelderaAPIError
execute 1/nope: raises FelderaAPIError
query 1/0: [{'id': 1}, {'error': 'Arrow error: Divide by zero error'}]
query_tabular 1/0: ERROR: Arrow error: Divide by zero error
execute 1/0: None
SEEN
echo "still so: an error of a running query is a row to feldera's Python client, and nothing to execute"
