#!/usr/bin/env bash
# Guess: felderize, which has a model translate Spark's SQL and the compiler check it, shows the model the tables that the query
#   needs, keeps a translation that the compiler took, writes it as the model gave it, and exits with an error where there is none.
# What happens: a table that only a view with a COMMENT reads is left out of what the model sees, and the view is not. Where the
#   compiler took the first answer, with a part that Feldera does not have, the model is asked once more, and its
#   second answer is written even if the compiler refuses it, with exit code 0. A translation in one line has '\n' within a text made
#   a line's end. And of a compiler given as ./compiler it is said that there is none: the status is success, unchecked.
# Seen with: PyPI felderize 0.369.0 with anthropic 2.14.0, against a server on loopback that answers as the model's service does,
#   with answers made beforehand, and a compiler that refuses one column.
# Why it matters: a script goes on with SQL that does not compile, though there was one that did; what a model makes up for
#   a table that it was not shown has other columns, and compiles.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "${server:-}" 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile felderize==0.369.0 anthropic==2.14.0

cat > service.py <<'PY'
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Service(BaseHTTPRequestHandler):
    """Answers each call with the next of the answers."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with open("asked", "a") as file:
            file.write(asked["messages"][0]["content"] + "\n")
        answers = json.load(open("answers"))
        text = json.dumps(answers.pop(0))
        json.dump(answers, open("answers", "w"))
        usage = {"input_tokens": 1, "output_tokens": 1}
        message = {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [], "usage": usage}
        events = [
            {"type": "message_start", "message": {**message, "stop_reason": None, "stop_sequence": None}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}},
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": usage},
            {"type": "message_stop"},
        ]
        data = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
with open("port", "w") as file:
    file.write(f"{server.server_port}\n")
server.serve_forever()
PY
cat > compiler <<'SH'
#!/usr/bin/env bash
if grep --quiet missing "${@: -1}"; then
  echo "error: no column missing" >&2
  exit 1
fi
SH
chmod +x compiler
mkdir docs
touch docs/{function-index,integer,string,types,unsupported-operations}.md
cat > schema.sql <<'SQL'
CREATE TABLE orders (id BIGINT, note STRING);
CREATE TABLE customers (id BIGINT);
CREATE VIEW noted COMMENT 'those with a note' AS SELECT * FROM orders WHERE note IS NOT NULL;
SQL
cat > query.sql <<'SQL'
CREATE VIEW v AS SELECT n.id, replace(n.note, '\n', ' ') AS note FROM noted n JOIN customers c ON c.id = n.id;
SQL
cat > answers.py <<'PY'
import json, sys

view = "CREATE VIEW v AS SELECT id, replace(note, '\\n', ' ') AS note FROM orders;"
good = {"feldera_schema": "CREATE TABLE orders (id BIGINT, note VARCHAR);", "feldera_query": view, "unsupported": []}
answers = {
    "good": [good],
    "good, but for a part, then bad": [
        {**good, "unsupported": ["last"]},
        *[{**good, "feldera_query": "CREATE VIEW v AS SELECT missing FROM orders;"}] * 4,
    ],
    "bad": [{**good, "feldera_query": "CREATE VIEW v AS SELECT missing FROM orders;"}] * 2,
}
json.dump(answers[sys.argv[1]], open("answers", "w"))
PY

python3 service.py &
server=$!
until [ -s port ]; do sleep 0.1; done
export ANTHROPIC_BASE_URL="http://127.0.0.1:$(cat port)" ANTHROPIC_API_KEY=none FELDERIZE_MODEL=m FELDERIZE_AUTO_DOWNLOAD=0
export FELDERA_DOCS_BASE_URL="file://$dir/docs" HOME="$dir"

translate() {
  python3 answers.py "$1"
  rm -f asked
  venv/bin/felderize spark translate schema.sql query.sql --validate --compiler "$2" -o out.sql 2> log
  echo "answers $1: exit $?"
  grep -v -e '^$' -e '^-- Schema' out.sql
}
{
  translate good "$dir/compiler"
  sed -n '/Spark Schema/,/Spark Query/p' asked
  translate "good, but for a part, then bad" "$dir/compiler"
  translate bad ./compiler
} > told
diff told - <<'SEEN'
answers good: exit 0
-- Translated by felderize — status: success
-- Warnings:
--   - Validated successfully (attempt 1)
CREATE TABLE orders (id BIGINT, note VARCHAR);
-- Query --
CREATE VIEW v AS SELECT id, replace(note, '
', ' ') AS note FROM orders;
--- Spark Schema ---
CREATE TABLE customers (id BIGINT);

CREATE VIEW noted COMMENT 'those with a note' AS SELECT * FROM orders WHERE note IS NOT NULL;

--- Spark Query ---
answers good, but for a part, then bad: exit 0
-- Translated by felderize — status: error
-- Warnings:
--   - Still failing after 3 repairs: error: no column missing
CREATE TABLE orders (id BIGINT, note VARCHAR);
-- Query --
CREATE VIEW v AS SELECT missing FROM orders;
answers bad: exit 0
-- Translated by felderize — status: success
-- Warnings:
--   - Compiler not found — output SQL is not validated
CREATE TABLE orders (id BIGINT, note VARCHAR);
-- Query --
CREATE VIEW v AS SELECT missing FROM orders;
SEEN
echo "still so: felderize throws a translation away that the compiler took"
