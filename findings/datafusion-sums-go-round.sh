#!/usr/bin/env bash
# Guess: what does not fit a type is an error in DataFusion, in a sum as in a CAST, or the type grows; an amount times 0.1 is a
#   DECIMAL again.
# What happens: a CAST that does not fit is an error, and arithmetic goes round without one. The SUM of BIGINTs
#   9223372036854775807, 1 and 2 is -9223372036854775806, and of INTs 2147483647, 1 and 2 the largest double is 4. The SUM of a
#   DECIMAL(38, 0) has 39 digits and is still said to be a DECIMAL(38, 0). 0.1 is a DOUBLE, so that SUM(amount * 0.1) is
#   2.0289999999999995 and "amount + 0.1 = 0.3" does not find 0.20, where "amount * 3 = 0.3" finds 0.10.
# Seen with: PyPI datafusion 55.0.0 with pyarrow 26.0.1, on a table in memory. 53.0.0 does the same, and Feldera 0.337 has
#   DataFusion 53.1.
# Why it matters: Feldera answers ad hoc queries by DataFusion, and views by its own code, which counts in DECIMALs and stops at
#   what does not fit. The same SELECT is another figure there; a large balance that turned negative looks like real data.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile datafusion==55.0.0 pyarrow==26.0.1

cat > ask.py <<'PY'
from decimal import Decimal

import datafusion, pyarrow

def decimals(precision, scale, *values):
    return pyarrow.array([Decimal(value) for value in values], pyarrow.decimal128(precision, scale))

rows = pyarrow.table({
    "big": pyarrow.array([2**63 - 1, 1, 2], pyarrow.int64()),
    "small": pyarrow.array([2**31 - 1, 1, 2], pyarrow.int32()),
    "wide": decimals(38, 0, "9" * 38, 1, 2),
    "amount": decimals(10, 2, "19.99", "0.10", "0.20"),
})
context = datafusion.SessionContext()
context.register_record_batches("rows", [rows.to_batches()])
for asked in (
    "MAX(CAST(big AS INT))",
    "SUM(big)",
    "MAX(big) + 1",
    "MAX(small + small)",
    "SUM(wide)",
    "SUM(amount * 0.1)",
    "SUM(amount * CAST(0.1 AS DECIMAL(2, 1)))",
    "COUNT(*) FILTER (WHERE amount + 0.1 = 0.3)",
    "COUNT(*) FILTER (WHERE amount * 3 = 0.3)",
):
    try:
        table = context.sql(f"SELECT {asked} AS told FROM rows").to_arrow_table()
        print(asked, "is", table.column("told")[0], table.schema.field("told").type)
    except Exception as error:
        print(asked, "fails:", str(error).split("\n")[0])
PY
diff <(venv/bin/python ask.py) - <<'SEEN'
MAX(CAST(big AS INT)) fails: DataFusion error: Arrow error: Cast error: Can't cast value 9223372036854775807 to type Int32
SUM(big) is -9223372036854775806 int64
MAX(big) + 1 is -9223372036854775808 int64
MAX(small + small) is 4 int32
SUM(wide) is 100000000000000000000000000000000000002 decimal128(38, 0)
SUM(amount * 0.1) is 2.0289999999999995 double
SUM(amount * CAST(0.1 AS DECIMAL(2, 1))) is 2.029 decimal128(23, 3)
COUNT(*) FILTER (WHERE amount + 0.1 = 0.3) is 0 int64
COUNT(*) FILTER (WHERE amount * 3 = 0.3) is 1 int64
SEEN
echo "still so: DataFusion's sums go round"
