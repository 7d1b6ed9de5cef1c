#!/usr/bin/env bash
# Guess: of a stack whose leaf was inlined, the innermost function gets the bytes as its own; callers stand above callees.
# What happens: every function inlined at the leaf gets all of the bytes as its own, so that "self" adds up to 190 % here,
#   and the summary says so. In the call tree and the critical path the inlined frames stand upside down: hash, which does
#   the work, calls merge, which calls step. Memory of a library without symbols has no row, and raises its caller's.
# Seen with: npm pprof-to-md 0.2.0 and pprof-format 2.3.2. main calls step, and merge and hash are inlined in step.
# Why it matters: it writes profiles for models to read. In optimised Rust nearly every leaf is inlined, so that the
#   shares of a heap profile say nothing, and a caller is shown as what its callee called.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . pprof-to-md@0.2.0 pprof-format@2.3.2

cat > write.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { Function as Fn, Location, Mapping, Profile, Sample, StringTable, ValueType } from "pprof-format";
const stringTable = new StringTable();
const text = (string) => stringTable.dedup(string);
const profile = new Profile({
  stringTable,
  sampleType: [new ValueType({ type: text("inuse_space"), unit: text("bytes") })],
  mapping: [new Mapping({ id: 1, memoryStart: 0x1000, memoryLimit: 0x9000, filename: text("/lib/libc.so.6") })],
  function: ["main", "step", "merge", "hash", "insert"].map((name, index) => new Fn({ id: index + 1, name: text(name) })),
  location: [
    new Location({ id: 1, line: [{ functionId: 1 }] }),
    new Location({ id: 2, line: [{ functionId: 4 }, { functionId: 3 }, { functionId: 2 }] }),
    new Location({ id: 3, line: [{ functionId: 5 }] }),
    new Location({ id: 4, mappingId: 1, address: 0x2000 }),
  ],
  sample: [
    new Sample({ locationId: [2, 1], value: [6_000_000] }),
    new Sample({ locationId: [3, 1], value: [1_000_000] }),
    new Sample({ locationId: [4, 1], value: [3_000_000] }),
  ],
});
writeFileSync("heap.pb", profile.encode());
JS
node write.mjs
diff <(node_modules/.bin/pprof-to-md --format=summary heap.pb | grep -E '^\| [0-9]|→|accounts') - <<'SEEN'
| 1 | `hash` | 60.0% | 60.0% | `<native>` |
| 2 | `merge` | 60.0% | 60.0% | `<native>` |
| 3 | `step` | 60.0% | 60.0% | `<native>` |
| 4 | `insert` | 10.0% | 10.0% | `<native>` |
1. **[100.0%]** `hash` → `merge` → `step`
- Native code accounts for **190.0%** of self-time
SEEN
diff <(node_modules/.bin/pprof-to-md --format=detailed heap.pb | grep -E '^ *[└├│]|^└') - <<'SEEN'
└── [ 30.0% | 100.0%] main @ <native>  ◀ HOTSPOT
    ├── [  0.0% |  60.0%] hash @ <native>
    │   └── [  0.0% |  60.0%] merge @ <native>
    │       └── [ 60.0% |  60.0%] step @ <native>  ◀ HOTSPOT
    └── [ 10.0% |  10.0%] insert @ <native>  ◀ HOTSPOT
SEEN
echo "still so: pprof-to-md charges a leaf's bytes to every inlined function, and turns them upside down"
