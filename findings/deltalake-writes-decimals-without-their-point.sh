#!/usr/bin/env bash
# Guess: delta-rs partitions by a DECIMAL whichever sign its values have, and the table's history tells the condition under
#   which rows were deleted or overwritten as it was given.
# What happens: a table cannot be partitioned by a negative amount with cents: -12.34 is written as "-12.-34" and then not
#   read by the library itself, so that the write fails, with all its other rows. -1.00 and 12.34 are fine. In the history
#   a number of a condition is the decimal without its point: `x = 19.99` becomes x = '1999'::decimal(10, 2), and -0.05
#   becomes -5. What is deleted is what was asked for.
# Seen with: PyPI deltalake 1.6.6 with pyarrow 26.0.1.
# Why it matters: the first refund of a day ends a writer that ran for months. And whoever looks up in the history which
#   rows were taken out, or does it again in another copy, finds a condition that is off by a factor of 100.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile deltalake==1.6.6 pyarrow==26.0.1

cat > decimals.py <<'PY'
from decimal import Decimal

import pyarrow
from deltalake import DeltaTable, write_deltalake


def amounts(*values):
    column = pyarrow.array([Decimal(value) for value in values], pyarrow.decimal128(10, 2))
    return pyarrow.table({"row": list(range(len(values))), "x": column})


for value in ["12.34", "0.05", "-1.00", "-12.34", "-0.05"]:
    try:
        write_deltalake(f"partitioned{value}", amounts("7.00", value), partition_by=["x"])
        paths = DeltaTable(f"partitioned{value}").file_uris()
        print(value, "written to", *sorted(path.split("/")[-2] for path in paths))
    except Exception as error:
        print(value, "not written:", error)

for condition in ["x = 19.99", "x = -0.05", "x > 1.5"]:
    write_deltalake("table", amounts("19.99", "5.00", "0.05", "-0.05", "1999.00"), mode="overwrite")
    table = DeltaTable("table")
    deleted = table.delete(condition)["num_deleted_rows"]
    print(condition, "deletes", deleted, "told as", table.history(1)[0]["operationParameters"]["predicate"])
PY
diff <(venv/bin/python decimals.py 2>&1) - <<'SEEN'
12.34 written to x=12.34 x=7.00
0.05 written to x=0.05 x=7.00
-1.00 written to x=-1.00 x=7.00
-12.34 not written: Kernel error: Failed to parse value '-12.-34' as 'decimal(10,2)'
-0.05 not written: Kernel error: Failed to parse value '0.-5' as 'decimal(10,2)'
x = 19.99 deletes 1 told as x = '1999'::decimal(10, 2)
x = -0.05 deletes 1 told as x = '-5'::decimal(10, 2)
x > 1.5 deletes 3 told as x > '150'::decimal(10, 2)
SEEN
echo "still so: delta-rs cannot partition by a negative decimal, and its history tells decimals without their point"
