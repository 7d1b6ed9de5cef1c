#!/usr/bin/env bash
# Guess: `--during-marker --search "Join 5"` keeps the samples taken while a marker "Join 5" was open, as the help
#   says ("requires --search"), and shows what ran in them.
# What happens: the same text is also looked for in the frames, so what is kept is the samples within the marker
#   that have a function of that name as well: "No samples matched", "No functions match". With a sticky filter
#   (`filter push --during-marker --search "Join 5"`) the text is the marker's alone, and the samples are there.
# Seen with: npm @firefox-devtools/profiler-cli 0.10.0 on Node 24 (npm node@24.21.0), profile version 57.
# Why it matters: Feldera's CPU profiles mark each operator's evaluation; asking this way what an operator
#   spends its time on answers "nothing".
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
two = lambda value: [value, value]
thread = {
    "name": "worker", "tid": "7", "pid": "7", "isMainThread": True, "processName": "app", "processType": "default",
    "registerTime": 0, "unregisterTime": None, "processStartupTime": 0, "processShutdownTime": None, "pausedRanges": [],
    "samples": {"length": 3, "weightType": "samples", "stack": [1, 1, 0], "timeDeltas": [1000, 1, 8], "weight": [1, 1, 1], "threadCPUDelta": [0, 900, 900]},
    "stackTable": {"length": 2, "prefix": [None, 0], "frame": [0, 1]},
    "frameTable": {"length": 2, "address": two(-1), "inlineDepth": two(0), "category": two(0), "subcategory": two(0), "func": [0, 1], "nativeSymbol": two(None), "innerWindowID": two(None), "line": two(None), "column": two(None)},
    "funcTable": {"length": 2, "name": [0, 1], "isJS": two(False), "relevantForJS": two(False), "resource": two(-1), "fileName": two(None), "lineNumber": two(None), "columnNumber": two(None)},
    "resourceTable": empty, "nativeSymbols": empty,
    "markers": {"length": 1, "category": [0], "data": [None], "startTime": [1000], "endTime": [1002], "name": [2], "phase": [1]},
}
meta = {
    "version": 24, "preprocessedProfileVersion": 57, "startTime": 0, "interval": 1, "product": "app", "processType": 0, "stackwalk": 1,
    "debug": False, "symbolicated": True, "pausedRanges": [], "markerSchema": [], "sourceCodeIsNotOnSearchfox": True,
    "categories": [{"name": "Other", "color": "grey", "subcategories": ["Other"]}],
    "sampleUnits": {"time": "ms", "eventDelay": "ms", "threadCPUDelta": "µs"},
    "extensions": {"length": 0, "id": [], "name": [], "baseURL": []},
}
profile = {"meta": meta, "libs": [], "shared": {"stringArray": ["main", "merge", "Join 5"]}, "threads": [thread], "counters": []}
with open("profile.json", "w") as file:
    json.dump(profile, file)
PY
python3 write.py
./profiler load profile.json > /dev/null
seen() {
  echo "functions: $(./profiler thread functions --thread t-0 --during-marker --search 'Join 5' | grep -E '^ +f-|^No functions' | tr -s ' ')"
  echo "samples:   $(./profiler thread samples --thread t-0 --during-marker --search 'Join 5' | grep -E '^No samples|merge - self' | tr -s ' ')"
  ./profiler filter push --thread t-0 --during-marker --search 'Join 5' > /dev/null
  echo "sticky:    $(./profiler thread functions --thread t-0 | grep -E '^ +f-1' | tr -s ' ')"
}
diff <(seen) - <<'SEEN'
functions: No functions match the specified filters.
samples:   No samples matched --search "Join 5".
sticky:     f-1. merge - self: 2 (100.0%), total: 2 (100.0%)
SEEN
echo "still so: profiler-cli's --search with --during-marker filters frames too, not markers alone"
