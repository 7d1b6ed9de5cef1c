#!/usr/bin/env bash
# Guess: adding a row's negation and then the row again leaves an indexed Z-set as it was, so that a join of it is the same;
#   and rows whose weights cancel in a join are not in its result: "an item is in the Z-set if it has non-zero weight".
# What happens: the set equals what it was, but its index holds the row's key once more. A join walks both indexes: once a
#   row of each side was taken back and came again, their pair has weight 2, the next time 3. One side alone does no harm.
#   And the join of plain Z-sets keeps a pair of weight 0: it is "in" the result, which is not equal to the empty set, and
#   adding the empty set does not remove it.
# Seen with: PyPI pydbsp 2.1.0, on the Python 3.13 of npm pyodide 0.29.0 (pydbsp asks for 3.12).
# Why it matters: it is at hand as an oracle for what Feldera should answer. With updates of a key on both sides, which are
#   a deletion and an insertion, it is the oracle that is wrong.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . pyodide@0.29.0
python3 -m venv venv
venv/bin/pip download --quiet --no-deps --only-binary=:all: --python-version 3.13 --dest packages pydbsp==2.1.0

cat > seen.py <<'PY'
import glob, sys

sys.path += glob.glob("/packages/*.whl")

from pydbsp.indexed_zset import IndexedZSet, IndexedZSetAddition, sort_merge_join
from pydbsp.zset import ZSet, ZSetAddition
from pydbsp.zset.functions.bilinear import join

def key(row):
    return row[0]

group = IndexedZSetAddition(ZSetAddition(), key)

def rows(*rows):
    return IndexedZSet({row: 1 for row in rows}, key)

def again(before, row):
    after = group.add(group.add(before, group.neg(rows(row))), rows(row))
    print("  equal to before:", after == before, "index:", *after.index)
    return after

def joined(left, right):
    return sort_merge_join(left, right, lambda _, left, right: left[1] + right[1])

left, right = rows((1, "a"), (2, "b")), rows((1, "x"), (3, "y"))
print("at first", joined(left, right))
left = again(left, (1, "a"))
print("left again", joined(left, right))
right = again(right, (1, "x"))
print("both again", joined(left, right))
left, right = again(left, (1, "a")), again(right, (1, "x"))
print("both twice", joined(left, right))

cancelled = join(ZSet({"a": 1, "b": -1}), ZSet({"x": 1}), lambda *_: True, lambda _, right: right)
print("cancelled", cancelled, "x" in cancelled, cancelled == ZSet({}), ZSetAddition().add(cancelled, ZSet({})))
PY
cat > run.mjs <<'JS'
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const python = await loadPyodide();
python.mountNodeFS("/packages", "packages");
python.runPython(readFileSync("seen.py", "utf8"));
JS
diff <(node run.mjs) - <<'SEEN'
at first {'ax': 1}
  equal to before: True index: 1 1 2
left again {'ax': 1}
  equal to before: True index: 1 1 3
both again {'ax': 2}
  equal to before: True index: 1 1 1 2
  equal to before: True index: 1 1 1 3
both twice {'ax': 3}
cancelled {'x': 0} True False {'x': 0}
SEEN
echo "still so: pydbsp joins twice what came back on both sides"
