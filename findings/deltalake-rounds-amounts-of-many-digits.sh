#!/usr/bin/env bash
# Guess: a row that was written to a Delta table is found by the very value that it has, and has that value whatever it is found
#   by; a DELETE by the value deletes it, and an UPDATE of another column leaves it as it is.
# What happens: delta-rs notes the least and greatest decimal of each file as JSON numbers, rounded to a double, which from 17
#   digits on is another amount. Alone in its file 1234567890123456.78 of a DECIMAL(18, 2) is found under = by neither delta-rs'
#   queries nor pyarrow, polars and polars-deltalake. Under amount > 1 delta-rs finds it and gives 1234567890123456.80, and an
#   UPDATE of another column under that condition writes it so, for good. 1.234567890123456789 of a DECIMAL(38, 18) fares alike.
#   A DELETE by the value deletes 0 rows, without an error. Between others in its file each is found, and stays.
# Seen with: PyPI deltalake 1.6.6 with pyarrow 26.0.1, polars 2.1.0 and polars-deltalake 1.3.2, tables of one file in a local folder.
# Why it matters: Feldera writes Delta tables by delta-rs, and reads them with filters by it. Coins have 18 places. The smaller a
#   file is, and those of a pipeline's steps are small, the more of its rows are at its ends.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile deltalake==1.6.6 pyarrow==26.0.1 polars==2.1.0 polars-deltalake==1.3.2

cat > find.py <<'PY'
import glob
import json
from decimal import Decimal

import polars
import polars_deltalake
import pyarrow
from deltalake import DeltaTable, QueryBuilder, write_deltalake
from pyarrow import dataset


def show(name, kind, amount, others=()):
    column = pyarrow.array([Decimal(text) for text in (amount, *others)], kind)
    notes = pyarrow.array(["this", *("other" for _ in others)])
    write_deltalake(name, pyarrow.table({"amount": column, "note": notes}))
    (log,) = glob.glob(f"{name}/_delta_log/*0.json")
    with open(log) as lines:
        (stats,) = [json.loads(entry["add"]["stats"]) for entry in map(json.loads, lines) if "add" in entry]
    print(f"{amount} in a file of {len(column)}, from {stats['minValues']['amount']} to {stats['maxValues']['amount']}")
    literal = f"CAST('{amount}' AS DECIMAL({kind.precision}, {kind.scale}))"

    def select(condition):
        query = f"SELECT amount FROM amounts WHERE note <> 'other' AND {condition}"
        found = QueryBuilder().register("amounts", DeltaTable(name)).execute(query).read_all()
        return [str(value) for value in pyarrow.table(found).column("amount").to_pylist()]

    print("  SELECT under =:", *select(f"amount = {literal}"), "under > 1:", *select("amount > 1"))
    filters = dataset.field("amount") == pyarrow.scalar(Decimal(amount), kind)
    equals = polars.col("amount") == Decimal(amount)
    print(
        "  rows under =: pyarrow", DeltaTable(name).to_pyarrow_table(filters=filters).num_rows,
        "polars", polars.scan_delta(name).filter(equals).collect().height,
        "polars-deltalake", polars_deltalake.scan_delta(name).filter(equals).collect().height)
    DeltaTable(name).update(predicate="amount > 1", updates={"note": "note || '!'"})
    left = DeltaTable(name).to_pyarrow_table().to_pylist()
    print("  after an UPDATE of the note:", *(row["amount"] for row in left if row["note"] == "this!"))
    write_deltalake(name, pyarrow.table({"amount": column, "note": notes}), mode="overwrite")
    print("  rows that DELETE deletes:", DeltaTable(name).delete(f"amount = {literal}")["num_deleted_rows"])


two, eighteen = pyarrow.decimal128(18, 2), pyarrow.decimal128(38, 18)
show("few", two, "12345678901.23")
show("many", two, "1234567890123456.78")
show("coins", eighteen, "1.234567890123456789")
show("between", eighteen, "1.234567890123456789", ["0.1", "2.5"])
PY
diff <(venv/bin/python find.py 2> find.log || tail -5 find.log) - <<'SEEN'
12345678901.23 in a file of 1, from 12345678901.23 to 12345678901.23
  SELECT under =: 12345678901.23 under > 1: 12345678901.23
  rows under =: pyarrow 1 polars 1 polars-deltalake 1
  after an UPDATE of the note: 12345678901.23
  rows that DELETE deletes: 1
1234567890123456.78 in a file of 1, from 1234567890123456.8 to 1234567890123456.8
  SELECT under =: under > 1: 1234567890123456.80
  rows under =: pyarrow 0 polars 0 polars-deltalake 0
  after an UPDATE of the note: 1234567890123456.80
  rows that DELETE deletes: 0
1.234567890123456789 in a file of 1, from 1.2345678901234567 to 1.2345678901234567
  SELECT under =: under > 1: 1.234567890123456700
  rows under =: pyarrow 0 polars 0 polars-deltalake 0
  after an UPDATE of the note: 1.234567890123456700
  rows that DELETE deletes: 0
1.234567890123456789 in a file of 3, from 0.1 to 2.5
  SELECT under =: 1.234567890123456789 under > 1: 1.234567890123456789
  rows under =: pyarrow 1 polars 1 polars-deltalake 1
  after an UPDATE of the note: 1.234567890123456789
  rows that DELETE deletes: 1
SEEN
echo "still so: delta-rs rounds amounts of many digits"
