#!/usr/bin/env bash
# Guess: asking a stopped pipeline for its stats fails at once: Feldera says that it is not deployed.
# What happens: Feldera says so with status 503 and Retry-After: 5, which the client takes for a passing fault.
#   It asks three times more and waits as told in between: 15 seconds, four requests, then the same error.
#   Retry-After wins over the client's own backoff.
# Seen with: PyPI feldera 0.369.0 against a server on loopback (with Retry-After: 1, to be done sooner).
# Why it matters: a script that looks at many pipelines takes a quarter of a minute for each that is stopped,
#   and the manager's log has four refused requests where one was meant.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile feldera==0.369.0

cat > seen.py <<'PY'
import json, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from feldera import FelderaClient

CONFIG = {"edition": "Open source", "version": "0.369.0"}
STOPPED = {"message": "not deployed", "error_code": "PipelineInteractionNotDeployed", "details": {}}
asked = []

class Manager(BaseHTTPRequestHandler):
    def do_GET(self):
        stats = self.path.endswith("/stats")
        data = json.dumps(STOPPED if stats else CONFIG).encode()
        self.send_response(503 if stats else 200)
        if stats:
            asked.append(self.path)
            self.send_header("retry-after", "1")
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Manager)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = FelderaClient(f"http://127.0.0.1:{server.server_port}")
begin = time.monotonic()
try:
    client.get_pipeline_stats("idle")
except Exception as error:
    print(type(error).__name__, error.error_code)
print(len(asked), "requests, waited 3 seconds or more:", time.monotonic() - begin >= 3)
PY
diff <(venv/bin/python seen.py 2>/dev/null) - <<'SEEN'
FelderaAPIError PipelineInteractionNotDeployed
4 requests, waited 3 seconds or more: True
SEEN
echo "still so: feldera's client asks a stopped pipeline four times"
