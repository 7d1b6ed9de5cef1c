#!/usr/bin/env bash
# Guess: which rows are behind a filter, and what they hold, depends on the rows and the filter. NaN is greater than any
#   number for delta-rs's query engine, unequal to all for pyarrow; it is found under x <> 1.0 by either.
# What happens: a file's least and greatest value, which leave NaN out, are taken for all that it holds. A NaN beside 0.5 and
#   2.0 is told right. Beside nothing but 1.0 it is not found under x > 1.0 or x <> 1.0, and DELETE leaves it; under x > 0.9
#   it is found and comes back as 1.0; and an UPDATE of another column under x > 0.9 writes it as 1.0 for good. pyarrow finds it
#   in a table in memory, and in the Parquet file of that table not even with is_nan().
# Seen with: PyPI deltalake 1.6.6 and pyarrow 26.0.1, on tables and files that they wrote themselves.
# Why it matters: a view's rates have NaN where 0 was divided by 0, often in files whose other values are all alike. Which of
#   them a reader finds changes when files are compacted, and a snapshot that is read with a filter holds other values.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile deltalake==1.6.6 pyarrow==26.0.1

cat > nan.py <<'PY'
from math import nan

import pyarrow
import pyarrow.dataset
import pyarrow.parquet
from deltalake import DeltaTable, QueryBuilder, write_deltalake

for neighbours in [[0.5, 2.0], [1.0, 1.0]]:
    print("NaN beside", *neighbours)
    rows = pyarrow.table({"row": [1, 2, 3], "x": [nan, *neighbours]})
    write_deltalake("table", rows, mode="overwrite")
    table = DeltaTable("table")
    for condition in ["isnan(x)", "x > 0.9", "x > 1.0", "x <> 1.0"]:
        builder = QueryBuilder().register("t", table)
        found = builder.execute(f"SELECT x FROM t WHERE {condition} ORDER BY row").read_all()
        print(f"  delta-rs {condition}:", *pyarrow.table(found)["x"].to_pylist())

    pyarrow.parquet.write_table(rows, "rows.parquet")
    x = pyarrow.dataset.field("x")
    for condition, filtered in [("x != 1.0", x != 1.0), ("is_nan()", x.is_nan())]:
        file = pyarrow.dataset.dataset("rows.parquet").to_table(filter=filtered)
        found = [*rows.filter(filtered)["x"].to_pylist(), "in memory,", *file["x"].to_pylist(), "in a file"]
        print(f"  pyarrow {condition}:", *found)

    print("  deleted under x > 1.0:", table.delete("x > 1.0")["num_deleted_rows"])
    write_deltalake("table", rows, mode="overwrite")
    DeltaTable("table").update(predicate="x > 0.9", updates={"row": "row + 10"})
    updated = DeltaTable("table").to_pyarrow_table().sort_by("row")
    print("  after an update of row under x > 0.9:", *zip(updated["row"].to_pylist(), updated["x"].to_pylist()))
PY
diff <(venv/bin/python nan.py 2>&1) - <<'SEEN'
NaN beside 0.5 2.0
  delta-rs isnan(x): nan
  delta-rs x > 0.9: nan 2.0
  delta-rs x > 1.0: nan 2.0
  delta-rs x <> 1.0: nan 0.5 2.0
  pyarrow x != 1.0: nan 0.5 2.0 in memory, nan 0.5 2.0 in a file
  pyarrow is_nan(): nan in memory, nan in a file
  deleted under x > 1.0: 2
  after an update of row under x > 0.9: (2, 0.5) (11, nan) (13, 2.0)
NaN beside 1.0 1.0
  delta-rs isnan(x): nan
  delta-rs x > 0.9: 1.0 1.0 1.0
  delta-rs x > 1.0:
  delta-rs x <> 1.0:
  pyarrow x != 1.0: nan in memory, in a file
  pyarrow is_nan(): nan in memory, in a file
  deleted under x > 1.0: 0
  after an update of row under x > 0.9: (11, 1.0) (12, 1.0) (13, 1.0)
SEEN
echo "still so: delta-rs takes NaN for the other values of its file, or does not find it"
