#!/usr/bin/env bash
# Guess: a filter of a scan finds what it says: of 1 and 2 a number greater than 1.5 is 2, and none is 1.5. NOT IN a list treats
#   NULL alike whatever the length of the list is, and delete with a filter takes out what a scan with it finds.
# What happens: for a column of whole numbers the literal is rounded, a half to the even number: "n > 1.5" finds nothing,
#   "n = 1.5" finds 2, and "n < 2.5" does not find 2. "n != 1" and "n NOT IN (1)" leave NULL out, as SQL does, "n NOT IN (1, 7)"
#   has it. delete("n NOT IN (1, 7)") leaves the NULL that the scan found, and so does overwrite; delete("n = 1.5") takes 2 out.
# Seen with: PyPI pyiceberg 0.12.0 with pyarrow 26.0.1, a catalog in SQLite and tables in a local folder.
# Why it matters: a mean or a share as the limit is the usual way to such a literal, and rows go or stay without an error. Who
#   moves rows by a scan and a delete has those of NULL twice.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile 'pyiceberg[sql-sqlite,pyarrow]==0.12.0' pyarrow==26.0.1

cat > filters.py <<'PY'
import os, warnings

import pyarrow
from pyiceberg.catalog.sql import SqlCatalog

warnings.filterwarnings("ignore")
catalog = SqlCatalog("local", uri="sqlite:///catalog.db", warehouse=f"file://{os.getcwd()}")
catalog.create_namespace("shop")
ROWS = pyarrow.table({"n": pyarrow.array([1, 2, None], pyarrow.int64())})


def table(name):
    made = catalog.create_table(f"shop.{name}", schema=ROWS.schema)
    made.append(ROWS)
    return made


def found(rows):
    return sorted(rows.to_arrow()["n"].to_pylist(), key=str)


scanned = table("scanned")
for condition in ["n > 1.5", "n = 1.5", "n = 1.4", "n < 2.5", "n != 1", "n NOT IN (1)", "n NOT IN (1, 7)"]:
    print(f"{condition} finds", *found(scanned.scan(row_filter=condition)))
for place, condition in enumerate(["n = 1.5", "n NOT IN (1, 7)"]):
    deleted, overwritten = table(f"deleted{place}"), table(f"overwritten{place}")
    deleted.delete(condition)
    overwritten.overwrite(ROWS.slice(0, 0), overwrite_filter=condition)
    print(f"delete of {condition} leaves", *found(deleted.scan()), "and overwrite", *found(overwritten.scan()))
PY
diff <(venv/bin/python filters.py 2>&1) - <<'SEEN'
n > 1.5 finds
n = 1.5 finds 2
n = 1.4 finds 1
n < 2.5 finds 1
n != 1 finds 2
n NOT IN (1) finds 2
n NOT IN (1, 7) finds 2 None
delete of n = 1.5 leaves 1 None and overwrite 1 None
delete of n NOT IN (1, 7) leaves 1 None and overwrite 1 None
SEEN
echo "still so: pyiceberg rounds what a whole number is compared with, and deletes other rows than it finds"
