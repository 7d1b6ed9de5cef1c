#!/usr/bin/env bash
# Guess: Pipeline.get raises where the pipeline cannot be read.
# What happens: only for 404. At 401, 403 or 500 it returns None without a word, and the script fails a line
#   later with "'NoneType' object has no attribute", as if there were no such pipeline.
# Seen with: PyPI feldera 0.369.0 against a server on loopback that answers as Feldera's manager does.
# Why it matters: "the pipeline is gone" in a user's script may be a key without rights or a manager in trouble.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile feldera==0.369.0

cat > seen.py <<'PY'
import json, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from feldera import FelderaClient, Pipeline

answers = {"/v0/config": (200, {"edition": "Open source", "version": "0.369.0"})}

class Manager(BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = answers[self.path.split("?")[0]]
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Manager)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = FelderaClient(f"http://127.0.0.1:{server.server_port}")
for status in (404, 401, 403, 500):
    answers["/v0/pipelines/payments"] = (status, {"message": "no", "error_code": "Any", "details": {}})
    try:
        print(status, Pipeline.get("payments", client))
    except Exception as error:
        print(status, "raises", type(error).__name__)
PY
diff <(venv/bin/python seen.py 2>/dev/null) - <<'SEEN'
404 raises FelderaAPIError
401 None
403 None
500 None
SEEN
echo "still so: feldera's Pipeline.get returns None where it was refused"
