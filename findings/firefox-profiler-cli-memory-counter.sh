#!/usr/bin/env bash
# Guess: `profiler-cli counter info` gives a memory counter in bytes: 1,000,000 B, then 1,000,500, then 800,500.
# What happens: it gives the distance from the lowest value in the range, as the graph draws it: 199,500,
#   200,000, 0. The first entry of the counter, which holds the absolute level, is never told, in text or JSON;
#   "0B" is the minimum and not an empty process.
# Seen with: npm @firefox-devtools/profiler-cli 0.10.0 on Node 24 (npm node@24.21.0), profile version 57.
# Why it matters: Feldera's CPU profiles carry the resident memory as such a counter, its first count absolute
#   and the rest differences. The figures of this tool are no resident memory.
set -euo pipefail
dir=$(mktemp -d)
trap '"$dir/profiler" stop --all > /dev/null 2>&1 || true; rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @firefox-devtools/profiler-cli@0.10.0 node@24.21.0
cat > profiler <<SH
#!/usr/bin/env bash
export PROFILER_CLI_SESSION_DIR="$dir/sessions"
exec "$dir/node_modules/node/bin/node" "$dir/node_modules/@firefox-devtools/profiler-cli/dist/profiler-cli.js" "\$@"
SH
chmod +x profiler

cat > write.py <<'PY'
import json

empty = {"length": 0, "address": [], "functionSize": [], "libIndex": [], "name": [], "lib": [], "host": [], "type": []}
thread = {
    "name": "main", "tid": "7", "pid": "7", "isMainThread": True, "processName": "app", "processType": "default",
    "registerTime": 0, "unregisterTime": None, "processStartupTime": 0, "processShutdownTime": None, "pausedRanges": [],
    "samples": {"length": 2, "weightType": "samples", "stack": [0, 0], "timeDeltas": [1000, 10], "weight": [1, 1], "threadCPUDelta": [0, 9000]},
    "stackTable": {"length": 1, "prefix": [None], "frame": [0]},
    "frameTable": {"length": 1, "address": [-1], "inlineDepth": [0], "category": [0], "subcategory": [0], "func": [0], "nativeSymbol": [None], "innerWindowID": [None], "line": [None], "column": [None]},
    "funcTable": {"length": 1, "name": [0], "isJS": [False], "relevantForJS": [False], "resource": [-1], "fileName": [None], "lineNumber": [None], "columnNumber": [None]},
    "resourceTable": empty, "nativeSymbols": empty,
    "markers": {"length": 0, "category": [], "data": [], "startTime": [], "endTime": [], "name": [], "phase": []},
}
counter = {
    "name": "RSS", "category": "Memory", "description": "resident memory", "pid": "7", "mainThreadIndex": 0,
    "samples": {"length": 3, "time": [1000, 1005, 1010], "count": [1_000_000, 500, -200_000]},
}
meta = {
    "version": 24, "preprocessedProfileVersion": 57, "startTime": 0, "interval": 1, "product": "app", "processType": 0, "stackwalk": 1,
    "debug": False, "symbolicated": True, "pausedRanges": [], "markerSchema": [], "sourceCodeIsNotOnSearchfox": True,
    "categories": [{"name": "Other", "color": "grey", "subcategories": ["Other"]}],
    "sampleUnits": {"time": "ms", "eventDelay": "ms", "threadCPUDelta": "µs"},
    "extensions": {"length": 0, "id": [], "name": [], "baseURL": []},
}
profile = {"meta": meta, "libs": [], "shared": {"stringArray": ["main"]}, "threads": [thread], "counters": [counter]}
with open("profile.json", "w") as file:
    json.dump(profile, file)
PY
python3 write.py
./profiler load profile.json > /dev/null
./profiler counter info c-0 --json > counter.json
cat > read.py <<'PY'
import json

facts = json.load(open("counter.json"))
print("unit:", facts["unit"])
print("graph:", sorted(set(facts["graph"])))
print("the absolute level is somewhere in it:", "1000000" in json.dumps(facts) or "1000500" in json.dumps(facts))
PY
diff <(python3 read.py) - <<'SEEN'
unit: bytes
graph: [0, 199500, 200000]
the absolute level is somewhere in it: False
SEEN
echo "still so: profiler-cli gives a memory counter as the distance from its minimum"
