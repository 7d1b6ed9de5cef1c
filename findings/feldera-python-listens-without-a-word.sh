#!/usr/bin/env bash
# Guess: Pipeline.listen raises where Feldera refuses the stream of changes. foreach_chunk, which calls a function with each chunk,
#   tells of an error that this function raises, or goes on with the next chunk; where the stream ends, somebody hears of it.
# What happens: listen and foreach_chunk never return where the stream is refused: they wait for the thread that asks, which
#   has ended with the error. An error of the function ends foreach_chunk's thread without a line anywhere, and no later
#   chunk reaches the function. When the stream ends, as it does when the pipeline is stopped, to_pandas() gives empty
#   frames from then on. And Pipeline.errors(), "a list of all errors", fails on a program that a system error kept from being
#   compiled: AttributeError, since Feldera tells that one as a text.
# Seen with: PyPI feldera 0.369.0 against a server on loopback that answers as Feldera's manager does.
# Why it matters: a consumer that met one odd value, or whose pipeline was restarted, looks as if there were no changes: the
#   program runs on, and what it keeps in step with the view stays as it was.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile feldera==0.369.0 pandas==3.1.1

cat > seen.py <<'PY'
import json, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from feldera import FelderaClient, Pipeline

field = {"name": "c", "case_sensitive": False, "columntype": {"type": "INTEGER", "nullable": True}}
view = {"name": "v", "case_sensitive": False, "materialized": False, "properties": {}, "fields": [field]}
refused = False

class Feldera(BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        status, lines = 200, []
        if self.path == "/v0/config":
            lines = [{"edition": "Open source", "version": "0.369.0"}]
        elif "/egress/" in self.path and refused:
            status, lines = 400, [{"message": "refused", "error_code": "Refused", "details": {}}]
        elif "/egress/" in self.path:
            lines = [{"sequence_number": n, "json_data": [{"insert": {"c": n}}]} for n in range(4)]
        else:
            info = {"schema": {"inputs": [], "outputs": [view]}}
            error = {"sql_compilation": None, "rust_compilation": None, "system_error": "no space left on device"}
            lines = [{"name": "shop", "deployment_status": "Running", "program_info": info, "program_error": error}]
        data = "".join(json.dumps(line) + "\n" for line in lines).encode()
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
pipeline = Pipeline.get("shop", FelderaClient(f"http://127.0.0.1:{server.server_port}"))

def call(chunk, number):
    print("chunk", number)
    if number == 1:
        raise ValueError("an odd value")

pipeline.foreach_chunk("v", call)
time.sleep(2)
print("threads that listen:", sum(thread.__class__.__name__ == "CallbackRunner" for thread in threading.enumerate()))

listener = pipeline.listen("v")
with listener.changed:
    listener.changed.wait_for(lambda: listener.ended, 10)
print("rows:", len(listener.to_pandas()), "then", len(listener.to_pandas()), "ended:", listener.ended)

refused = True
for name, listen in {"listen": lambda: pipeline.listen("v"), "foreach_chunk": lambda: pipeline.foreach_chunk("v", call)}.items():
    asking = threading.Thread(target=listen, daemon=True)
    asking.start()
    asking.join(5)
    print(name, "of a refused stream returns:", not asking.is_alive())

try:
    print(pipeline.errors())
except Exception as error:
    print(type(error).__name__, error)
PY
diff <(venv/bin/python seen.py 2>&1) - <<'SEEN'
chunk 0
chunk 1
threads that listen: 0
rows: 4 then 0 ended: True
listen of a refused stream returns: False
foreach_chunk of a refused stream returns: False
AttributeError 'str' object has no attribute 'get'
SEEN
echo "still so: feldera's Python client listens without a word of what ends it"
