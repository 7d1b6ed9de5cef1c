#!/usr/bin/env bash
# Guess: speedscope shows every frame of a pprof profile, inlined ones under the function that holds them.
# What happens: of a location's lines only the last, the function that everything was inlined into, becomes a
#   frame, and a location without lines (a library without symbols) becomes none. 10 MiB that pprof charges to
#   "hash" and 7 MiB that it charges to [libc.so.6] stand as "step" and "main" themselves. No warning is given.
# Seen with: npm speedscope 1.25.0, run in jsdom 26.1.0 with a stand-in for WebGL, and read back by its own
#   export (Ctrl+S).
# Why it matters: optimised Rust inlines most of what a heap profile is looked at for, up to 17 frames in one
#   location; the flame graph of such a profile is one of the frames that are left.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . speedscope@1.25.0 jsdom@26.1.0 pprof-format@2.3.2

cat > write.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { Function as Fn, Location, Mapping, Profile, Sample, StringTable, ValueType } from "pprof-format";
const stringTable = new StringTable();
const text = (string) => stringTable.dedup(string);
const names = ["main", "step", "merge", "hash"];
const profile = new Profile({
  stringTable,
  sampleType: [new ValueType({ type: text("inuse_space"), unit: text("bytes") })],
  mapping: [new Mapping({ id: 1, memoryStart: 0x1000, memoryLimit: 0x9000, filename: text("/lib/libc.so.6") })],
  function: names.map((name, index) => new Fn({ id: index + 1, name: text(name), systemName: text(name) })),
  location: [
    new Location({ id: 1, line: [{ functionId: 1 }] }),
    new Location({ id: 2, line: [{ functionId: 4 }, { functionId: 3 }, { functionId: 2 }] }),
    new Location({ id: 3, mappingId: 1, address: 0x2000 }),
  ],
  sample: [
    new Sample({ locationId: [2, 1], value: [10 * 2 ** 20] }),
    new Sample({ locationId: [3, 1], value: [7 * 2 ** 20] }),
  ],
});
writeFileSync("heap.pb", profile.encode());
JS
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
window.speedscope.loadFileFromBase64("heap.pb", readFileSync("heap.pb").toString("base64"));
const pressing = setInterval(() => window.dispatchEvent(new window.KeyboardEvent("keydown", { key: "s", ctrlKey: true })), 200);
const blob = await saved;
clearInterval(pressing);
const reader = new window.FileReader();
await new Promise((resolve) => {
  reader.onload = resolve;
  reader.readAsText(blob);
});
const { shared, profiles } = JSON.parse(reader.result);
const open = [];
for (const { type, frame, at } of profiles[0].events) {
  if (type === "O") open.push(shared.frames[frame].name);
  else console.log(`${open.join(";")} ends at ${at / 2 ** 20} MiB`), open.pop();
}
window.close();
process.exit(0);
JS
node write.mjs
diff <(timeout 60 node speedscope.mjs) - <<'SEEN'
main;step ends at 10 MiB
main ends at 17 MiB
SEEN
echo "still so: speedscope drops inlined frames and frames without symbols"
