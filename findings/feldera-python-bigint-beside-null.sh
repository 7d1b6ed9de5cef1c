#!/usr/bin/env bash
# Guess: Pipeline.listen().to_pandas() has the view's values: a BIGINT is exact, whether or not there is a NULL in its
#   column, and every DATE that Feldera has can be read.
# What happens: where a chunk has a NULL in the column, its BIGINTs go through floating point and come out as Int64 all the
#   same: 9007199254740993 is …992. Without the NULL it is exact. An unsigned column is left as float64. One DATE or
#   TIMESTAMP after 2262 or before 1677, as 9999-12-31 for "until further notice", and to_pandas() raises from then on.
# Seen with: PyPI feldera 0.369.0 with pandas 3.1.1, against a server on loopback that answers as Feldera does.
# Why it matters: keys of 64 bits, such as those that count milliseconds with a machine's number, meet no row of their
#   table any more, now and then, depending on which other rows changed in the same step.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile feldera==0.369.0 pandas==3.1.1

cat > seen.py <<'PY'
import json, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from feldera import FelderaClient, Pipeline

view = {"name": "v", "case_sensitive": False, "materialized": False, "properties": {}, "fields": []}
rows = []

class Feldera(BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path == "/v0/config":
            body = {"edition": "Open source", "version": "0.369.0"}
        elif "/egress/" in self.path:
            body = {"sequence_number": 0, "json_data": [{"insert": {"c": row}} for row in rows]}
        else:
            info = {"schema": {"inputs": [], "outputs": [view]}}
            body = {"name": "shop", "deployment_status": "Running", "program_info": info}
        data = json.dumps(body).encode() + b"\n"
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

def told(type, *values):
    field = {"name": "c", "case_sensitive": False, "columntype": {"type": type, "nullable": True}}
    view["fields"], rows[:] = [field], values
    listener = pipeline.listen("v")
    with listener.changed:
        listener.changed.wait_for(lambda: listener.ended or listener.exception, 10)
    try:
        column = listener.to_pandas()["c"]
        print(type, *values, "is", *column, column.dtype)
    except Exception as error:
        print(type, *values, "raises", error.__class__.__name__)

told("BIGINT", 9007199254740993, 1)
told("BIGINT", 9007199254740993, None)
told("UBIGINT", 9007199254740993, None)
told("DATE", "2024-01-31", None)
told("DATE", "2024-01-31", "9999-12-31")
told("TIMESTAMP", "9999-12-31 00:00:00")
PY
diff <(venv/bin/python seen.py 2> /dev/null) - <<'SEEN'
BIGINT 9007199254740993 1 is 9007199254740993 1 Int64
BIGINT 9007199254740993 None is 9007199254740992 <NA> Int64
UBIGINT 9007199254740993 None is 9007199254740992.0 nan float64
DATE 2024-01-31 None is 2024-01-31 00:00:00 NaT datetime64[ns]
DATE 2024-01-31 9999-12-31 raises OutOfBoundsDatetime
TIMESTAMP 9999-12-31 00:00:00 raises OutOfBoundsDatetime
SEEN
echo "still so: feldera's Python client changes a BIGINT beside a NULL"
