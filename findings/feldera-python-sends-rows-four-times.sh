#!/usr/bin/env bash
# Guess: rows that input_json posts are sent once. The client says of itself that it does not repeat a POST whose answer got
#   lost, "since the original request may already have been applied".
# What happens: that holds for a connection that breaks. Where the answer takes longer than the client's timeout, or a proxy
#   in between answers 502 or 504, the same rows are posted three times more, after 502 at once if the cluster is healthy.
#   Each post is taken: four copies of the row, and then the error. start_transaction is repeated alike.
# Seen with: PyPI feldera 0.369.0 against a server on loopback that takes the rows and then answers as told (with
#   initial_backoff=0.1, to be done sooner; the timeout is off unless it is set).
# Why it matters: a table without a primary key counts each row four times after one slow minute of a gateway, and a job that
#   is run again since it failed adds four more.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile feldera==0.369.0

cat > seen.py <<'PY'
import json, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from feldera import FelderaClient, Pipeline
from feldera.rest.retry import RetryConfig

trouble, taken = None, []

class Feldera(BaseHTTPRequestHandler):
    def answer(self):
        sent = self.rfile.read(int(self.headers.get("content-length") or 0))
        status, body = 200, {"name": "shop", "deployment_status": "Running"}
        if self.path == "/v0/config":
            body = {"edition": "Open source", "version": "0.369.0"}
        elif self.path == "/v0/cluster_healthz":
            body = {"all_healthy": True}
        elif self.command == "POST":
            taken.append(self.path.split("?")[0].split("/")[-1])
            body = {"token": "t", "transaction_id": 1}
            if trouble == "broken":
                return self.connection.close()
            if trouble == "slow":
                time.sleep(1.5)
            elif trouble is not None:
                status, body = trouble, {"message": "the proxy waited long enough", "error_code": "Proxy", "details": {}}
        elif "/completion_status" in self.path:
            body = {"status": "complete"}
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer

    def log_message(self, *args):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Feldera)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = FelderaClient(f"http://127.0.0.1:{server.server_port}", timeout=1, retry_config=RetryConfig(initial_backoff=0.1))
pipeline = Pipeline.get("shop", client)

def told(what, call):
    taken.clear()
    try:
        call()
        outcome = "done"
    except Exception as error:
        outcome = type(error).__name__
    print(what, trouble, outcome, "taken:", *taken)

for trouble in (None, "broken", "slow", 502, 504, 500):
    told("input_json", lambda: pipeline.input_json("orders", [{"id": 1}]))
trouble = 504
told("start_transaction", pipeline.start_transaction)
PY
diff <(venv/bin/python seen.py 2> /dev/null) - <<'SEEN'
input_json None done taken: orders
input_json broken FelderaCommunicationError taken: orders
input_json slow FelderaTimeoutError taken: orders orders orders orders
input_json 502 FelderaAPIError taken: orders orders orders orders
input_json 504 FelderaAPIError taken: orders orders orders orders
input_json 500 FelderaAPIError taken: orders
start_transaction 504 FelderaAPIError taken: start_transaction start_transaction start_transaction start_transaction
SEEN
echo "still so: feldera's Python client posts the same rows four times"
