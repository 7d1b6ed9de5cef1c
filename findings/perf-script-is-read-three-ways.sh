#!/usr/bin/env bash
# Guess: readers of `perf script` give a sample the weight that stands in its line, its period, and keep events of different kinds
#   apart, since cycles and page faults have no sum. Shares of functions are the same in each of them.
# What happens: of one text hash has 80%, 33% and 0.01%. inferno goes by the period, and takes the first kind of event alone.
#   gprof2dot and the Firefox profiler count lines, each as one, be it 4,000,000 cycles or a single page fault. speedscope takes
#   the first kind, and for a sample's weight the time until its thread is sampled next: a thread that slept for ten seconds
#   has all of them on the stack that it had before. None of the three says so.
# Seen with: crate inferno 0.12.8, PyPI gprof2dot 2025.4.14, npm @firefox-devtools/profiler-cli 0.10.0 on Node 24 (npm
#   node@24.21.0) and speedscope 1.25.0, run in jsdom 26.1.0 with a stand-in for WebGL and read back by its own export.
# Why it matters: workers of a pipeline sleep until rows come, so that what a worker did last before it slept leads in
#   speedscope. perf lets periods grow from 1 until it has its rate, and with a second event there are twice as many lines.
set -euo pipefail
dir=$(mktemp -d)
trap '"$dir/profiler" stop --all > /dev/null 2>&1 || true; rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @firefox-devtools/profiler-cli@0.10.0 node@24.21.0 speedscope@1.25.0 \
  jsdom@26.1.0
python3 -m venv venv
venv/bin/pip install --quiet --no-compile gprof2dot==2025.4.14
cat > profiler <<EOF
#!/usr/bin/env bash
export PROFILER_CLI_SESSION_DIR="$dir/sessions"
exec "$dir/node_modules/node/bin/node" "$dir/node_modules/@firefox-devtools/profiler-cli/dist/profiler-cli.js" "\$@"
EOF
chmod +x profiler
cargo init --quiet --vcs none --name finding collapse
cargo add --quiet --manifest-path collapse/Cargo.toml --no-default-features inferno@=0.12.8
cat > collapse/src/main.rs <<'RS'
use inferno::collapse::{Collapse, perf};

fn main() {
    let text = std::fs::read("perf.txt").unwrap();
    perf::Folder::from(perf::Options::default()).collapse(&text[..], std::io::stdout()).unwrap();
}
RS

cat > write.py <<'PY'
samples = [
    (1.000, 4_000_000, "cycles:P", "hash"),
    (1.001, 4_000_000, "cycles:P", "hash"),
    (1.002, 1_000_000, "cycles:P", "merge"),
    (11.002, 1_000_000, "cycles:P", "merge"),
    (11.003, 1, "page-faults", "read"),
    (11.004, 1, "page-faults", "read"),
]
for time, period, event, function in samples:
    print(f"dbsp-worker-0   101 [000] {time:.6f}: {period:>10} {event}: ")
    for depth, name in enumerate([function, "step", "main"]):
        print(f"\t{0x55d0c0de1000 + depth * 16:>16x} {name}+0x1f (/usr/bin/pipeline)")
    print()
PY
cat > speedscope.mjs <<'JS'
import { readdirSync, readFileSync } from "node:fs";
import { JSDOM, VirtualConsole } from "jsdom";
const release = "node_modules/speedscope/dist/release";
const bundle = readdirSync(release).find((name) => /^speedscope-.*\.js$/.test(name));
const { window } = new JSDOM("<!doctype html><body></body>", {
  url: "http://localhost/#localProfilePath=unused.js",
  runScripts: "outside-only",
  pretendToBeVisual: true,
  virtualConsole: new VirtualConsole(),
});
const anything = (canvas) =>
  new Proxy(() => {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => 1 : key === "canvas" ? canvas : anything(canvas)),
    apply: () => anything(canvas),
    set: () => true,
  });
window.HTMLCanvasElement.prototype.getContext = function () {
  return anything(this);
};
window.matchMedia = () => ({ matches: false, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} });
Object.assign(window, { TextDecoder, TextEncoder, ArrayBuffer, Uint8Array });
const saved = new Promise((resolve) => {
  window.URL.createObjectURL = (blob) => {
    resolve(blob);
    return "blob:saved";
  };
});
window.eval(readFileSync(`${release}/${bundle}`, "utf8"));
const soon = () => new Promise((resolve) => setTimeout(resolve, 200));
for (let tries = 0; window.speedscope === undefined && tries < 100; tries++) await soon();
window.speedscope.loadFileFromBase64("perf.txt", readFileSync("perf.txt").toString("base64"));
const pressing = setInterval(() => window.dispatchEvent(new window.KeyboardEvent("keydown", { key: "s", ctrlKey: true })), 200);
const blob = await saved;
clearInterval(pressing);
const reader = new window.FileReader();
await new Promise((resolve) => {
  reader.onload = resolve;
  reader.readAsText(blob);
});
const { shared, profiles } = JSON.parse(reader.result);
const { events, endValue, startValue, unit } = profiles[0];
const open = [];
for (const { type, frame, at } of events) {
  if (type === "O") open.push({ frame, at });
  else {
    const { name } = shared.frames[frame];
    const took = at - open.pop().at;
    if (name !== "main") console.log(name, took.toFixed(4), unit, `${((100 * took) / (endValue - startValue)).toFixed(2)}%`);
  }
}
window.close();
process.exit(0);
JS
python3 write.py > perf.txt
{
  echo inferno
  cargo run --quiet --manifest-path collapse/Cargo.toml
  echo gprof2dot
  venv/bin/gprof2dot --format=perf --node-thres=0 perf.txt | sed -n 's/.*label="pipeline\\n\([a-z]*\)\\n.*\\n(\(.*\))".*/\1 \2/p' | sort
  echo Firefox
  ./profiler load perf.txt > /dev/null
  ./profiler thread samples | sed -n 's/.*!\([a-z]*\) - self: \(.*\)/\1 \2/p' | sort
  echo speedscope
  timeout 60 node speedscope.mjs
} > seen
diff seen - <<'SEEN'
inferno
dbsp-worker-0;main;step;hash 8000000
dbsp-worker-0;main;step;merge 2000000
gprof2dot
hash 33.33%
main 0.00%
merge 33.33%
read 33.33%
step 0.00%
Firefox
hash 2 (33.3%)
main 0 (0.0%)
merge 2 (33.3%)
read 2 (33.3%)
step 0 (0.0%)
speedscope
hash 0.0015 seconds 0.01%
merge 10.0005 seconds 99.99%
step 10.0020 seconds 100.00%
SEEN
echo "still so: perf script is read in three ways"
