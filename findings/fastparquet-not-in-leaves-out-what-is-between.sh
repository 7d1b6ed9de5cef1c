#!/usr/bin/env bash
# Guess: fastparquet, which reads Parquet for Python without Arrow, gives the rows of a file that a filter lets through, a DECIMAL as
#   the number that is written, and a type that it has none for as an error.
# What happens: NOT IN drops a whole row group whose least or greatest value is in the list: of 1, 5 and 9 in one group none is found
#   that is not in (1, 3), of 1 and 5 none that is not in (5). A DECIMAL of 19.99 is 19.990000000000002, a double that neither
#   = 19.99 nor <= 19.99 finds. The DATE 9999-12-31 is 1816-03-29, and is not found as later than 2024-01-01. Lists of structs and
#   lists of lists are all None, a NULL list within a struct is empty, and a moment of UTC or Berlin has no zone.
# Seen with: PyPI fastparquet 2026.9.0 and pandas 3.1.1 on Python 3.11, files of pyarrow 26.0.1, whose own reader is right each time.
# Why it matters: it is pandas' other engine for Parquet, and the same filter gives other rows by how many rows a writer puts into a
#   group, which no one who asks can see: a view written out and read back is short of rows now and then.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1

cat > read.py <<'PY'
import datetime
from decimal import Decimal

import pandas
import pyarrow
import pyarrow.parquet
from fastparquet import ParquetFile


def told(name, values, filters=None, rows=100):
    pyarrow.parquet.write_table(pyarrow.table({"value": values}), "one.parquet", row_group_size=rows)
    frame = ParquetFile("one.parquet").to_pandas(filters=filters, row_filter=bool(filters))
    shown = {column: [str(value) for value in frame[column]] for column in frame.columns}
    print(name, *(f"{column}: {' | '.join(values) or 'no row'}" for column, values in shown.items()))


for rows in (3, 2, 6):
    for listed in ([1, 9], [1, 3], [5]):
        told(f"1 5 9 1 2 3, {rows} rows a group, not in {listed}", [1, 5, 9, 1, 2, 3], [("value", "not in", listed)], rows)
amounts = pyarrow.array([Decimal("19.99"), Decimal("0.07")], pyarrow.decimal128(10, 2))
told("19.99, 0.07", amounts)
for compared, value in (("==", 19.99), ("==", Decimal("19.99")), ("<=", 19.99), (">", 19.99)):
    told(f"19.99, 0.07 {compared} {value}", amounts, [("value", compared, value)])
days = [datetime.date(2024, 1, 1), datetime.date(2024, 1, 2), datetime.date(9999, 12, 31)]
told("days", days)
told("days > 2024-01-01", days, [("value", ">", pandas.Timestamp("2024-01-01"))])
told("lists of structs", pyarrow.array([[{"id": 1}], []], pyarrow.list_(pyarrow.struct([("id", pyarrow.int64())]))))
told("lists of lists", pyarrow.array([[[1], [2]], []], pyarrow.list_(pyarrow.list_(pyarrow.int64()))))
told("a struct", pyarrow.array([{"ids": [1]}, {"ids": None}], pyarrow.struct([("ids", pyarrow.list_(pyarrow.int64()))])))
for zone in ("UTC", "Europe/Berlin"):
    told(f"11:00 UTC in {zone}", pyarrow.array([datetime.datetime(2024, 1, 1, 11)], pyarrow.timestamp("us", zone)))
PY
diff <(venv/bin/python read.py 2>&1) - <<'SEEN'
1 5 9 1 2 3, 3 rows a group, not in [1, 9] value: no row
1 5 9 1 2 3, 3 rows a group, not in [1, 3] value: no row
1 5 9 1 2 3, 3 rows a group, not in [5] value: 1 | 9 | 1 | 2 | 3
1 5 9 1 2 3, 2 rows a group, not in [1, 9] value: 2 | 3
1 5 9 1 2 3, 2 rows a group, not in [1, 3] value: no row
1 5 9 1 2 3, 2 rows a group, not in [5] value: 9 | 1 | 2 | 3
1 5 9 1 2 3, 6 rows a group, not in [1, 9] value: no row
1 5 9 1 2 3, 6 rows a group, not in [1, 3] value: no row
1 5 9 1 2 3, 6 rows a group, not in [5] value: 1 | 9 | 1 | 2 | 3
19.99, 0.07 value: 19.990000000000002 | 0.07
19.99, 0.07 == 19.99 value: no row
19.99, 0.07 == 19.99 value: no row
19.99, 0.07 <= 19.99 value: 0.07
19.99, 0.07 > 19.99 value: 19.990000000000002
days value: 2024-01-01 00:00:00 | 2024-01-02 00:00:00 | 1816-03-29 05:56:08.066277376
days > 2024-01-01 value: no row
lists of structs value: None | None
lists of lists value: None | None
a struct value.ids: [np.int64(1)] | []
11:00 UTC in UTC value: 2024-01-01 11:00:00
11:00 UTC in Europe/Berlin value: 2024-01-01 11:00:00
SEEN
echo "still so: fastparquet's NOT IN leaves out what is between"
