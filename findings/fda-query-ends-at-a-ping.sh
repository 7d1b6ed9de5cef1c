#!/usr/bin/env bash
# Guess: `fda query` prints all rows that come before the server closes the connection; a ping in between is answered and
#   changes nothing, as RFC 6455 has it. What is not the whole answer ends with an error.
# What happens: fda answers the ping and stops reading: the rows after it are not printed, and it exits with 0. With
#   `--format hash` a ping that comes before the hash leaves an empty line, again with 0.
# Seen with: crate fda 0.375.0 against a WebSocket server of npm ws 8.18.3, which sends a ping between two rows. fda is built
#   with rustc 1.95 (--ignore-rust-version; it asks for 1.96.1): some 400 crates, four to ten minutes.
# Why it matters: gateways ping connections that are quiet for a while, so that a long query is cut and a short one is not;
#   a script that compares results, or their hashes, sees rows missing that are there.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $(cat "$dir/pid") 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . ws@8.18.3
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_TARGET_DIR="$dir/target"
cargo install --quiet --profile dev --locked --ignore-rust-version --root "$dir" fda@0.375.0

cat > server.mjs <<'JS'
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.env.PORT) });
server.on("connection", (socket) =>
  socket.on("message", (message) => {
    const { sql, format } = JSON.parse(message);
    if (format === "text") ["row 1\n", "row 2\n"].forEach((row) => socket.send(row));
    if (sql.endsWith("with a ping")) socket.ping();
    socket.send(format === "hash" ? "0123456789abcdef" : "row 3\n");
    socket.close(1000);
  }),
);
JS
PORT=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
export PORT
node server.mjs &
echo $! > pid
for _ in $(seq 100); do (: < "/dev/tcp/127.0.0.1/$PORT") 2> /dev/null && break || sleep 0.1; done

ask() {
  local printed code=0
  printed=$(bin/fda --host "http://127.0.0.1:$PORT" --format "$1" query pipeline "$2" 2> /dev/null) || code=$?
  echo "$1, $2: [${printed//$'\n'/, }] exit $code"
}
diff <(for format in text hash; do ask $format "without"; ask $format "with a ping"; done) - <<'SEEN'
text, without: [row 1, row 2, row 3] exit 0
text, with a ping: [row 1, row 2] exit 0
hash, without: [0123456789abcdef] exit 0
hash, with a ping: [] exit 0
SEEN
echo "still so: fda query prints no row that comes after a ping, and exits with 0"
