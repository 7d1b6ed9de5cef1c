#!/usr/bin/env bash
# Guess: a command of fda that sets one thing leaves the others as they are, and says so where it could not set it.
#   `start --recompile` ("Force the recompilation") leaves the program's text alone.
# What happens: `start --recompile` saves the program without the empty lines before its first and after its last line.
#   `set-config workers 4` drops each setting that this fda does not know, and `set-config min_spill_size 10Mi` for a pipeline
#   with "storage": null sends the configuration as it was and reports success. `program set-config --profile dev` turns the
#   compilation cache on and lets go of the pinned runtime version (this the help of another option tells).
# Seen with: crate fda 0.375.0 against a server that prints what is sent. fda is built with rustc 1.95 (--ignore-rust-version;
#   it asks for 1.96.1): some 400 crates, four to ten minutes.
# Why it matters: a recompiled program is another version with other line numbers than the file that it came from; a setting
#   of a newer platform is gone, or one was never made; and a change of profile moves a pinned pipeline to another runtime.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $(cat "$dir/pid") 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_TARGET_DIR="$dir/target"
cargo install --quiet --profile dev --locked --ignore-rust-version --root "$dir" fda@0.375.0

cat > server.mjs <<'JS'
import { createServer } from "node:http";

const at = "2026-01-01T00:00:00Z";
const statuses = ["", "_resources", "_desired", "_resources_desired"].map((of) => `deployment${of}_status`);
const pipeline = {
  id: "01900000-0000-7000-8000-000000000001",
  name: "p",
  description: "",
  created_at: at,
  version: 1,
  refresh_version: 1,
  platform_version: "0.375.0",
  program_code: "\n\nCREATE TABLE t (x INT);\n",
  udf_rust: "",
  udf_toml: "",
  runtime_config: { workers: 8, storage: null, of_a_newer_version: 5 },
  program_config: { cache: false, profile: "optimized", runtime_version: "v0.370.0", use_platform_compiler: true },
  program_version: 1,
  program_status: "Success",
  program_status_since: at,
  program_error: {},
  storage_status: "Cleared",
  connectors: { num_errors: 0 },
  ...Object.fromEntries(statuses.flatMap((name) => [[name, "Stopped"], [`${name}_since`, at]])),
};

createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part)).on("end", () => {
    if (request.method === "PATCH") {
      const { program_code, program_config, runtime_config } = JSON.parse(Buffer.concat(parts).toString());
      const { workers, storage, of_a_newer_version } = runtime_config ?? {};
      console.log(JSON.stringify(program_code ?? program_config ?? { workers, storage, of_a_newer_version }));
    }
    response.setHeader("content-type", "application/json").end(JSON.stringify(pipeline));
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
JS
PORT=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
export PORT
node server.mjs >> sent.txt &
echo $! > pid
for _ in $(seq 100); do (: < "/dev/tcp/127.0.0.1/$PORT") 2> /dev/null && break || sleep 0.1; done

asked() {
  echo "$*"
  : > sent.txt
  bin/fda --host "http://127.0.0.1:$PORT" "$@" 2> /dev/null | grep successfully || true
  cat sent.txt
}
diff <(
  asked start --recompile --no-wait p
  asked set-config p workers 4
  asked set-config p min_spill_size 10Mi
  asked program set-config p --profile dev
) - <<'SEEN'
start --recompile --no-wait p
{"cache":false,"profile":"optimized","runtime_version":"v0.370.0","use_platform_compiler":true}
"CREATE TABLE t (x INT);"
set-config p workers 4
Runtime config updated successfully.
{"workers":4,"storage":null}
set-config p min_spill_size 10Mi
Runtime config updated successfully.
{"workers":8,"storage":null}
program set-config p --profile dev
Program config updated successfully.
{"cache":true,"profile":"dev","use_platform_compiler":false}
SEEN
echo "still so: a command of fda changes more of a pipeline than it names, or less"
