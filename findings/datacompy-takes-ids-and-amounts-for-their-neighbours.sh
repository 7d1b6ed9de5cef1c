#!/usr/bin/env bash
# Guess: DataComPy, which holds two tables against each other in pandas or Polars, says that they match if each value is the same, its
#   tolerances being 0 unless they are set. Two tables that are the same match.
# What happens: numbers are compared as doubles: 9007199254740993 and …992 match, 2^63-1 and 2^63-500 too, and so do a DECIMAL of
#   1234567890123456.78 and .79. true matches 1, and in Polars NaN matches NULL. Columns of bytes do not match
#   themselves, nor does one of structs in Polars, or one of NULLs without a type, which pandas has right. Two rows of one key
#   that change places are two rows with other values. The numbers of a key itself are compared exactly.
# Seen with: PyPI datacompy 1.1.0 with pandas 3.0.6 and polars 1.44.2 on Python 3.11.
# Why it matters: it is what a view is held against another engine's result with. Ids in any column but the key, and amounts of many digits,
#   are where engines differ, by the last digit; a hash in bytes is told as a difference in each row of two equal tables.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile datacompy==1.1.0 pandas==3.0.6 polars==1.44.2

cat > compare.py <<'PY'
import datetime
from decimal import Decimal

import datacompy
import pandas
import polars

CASES = [
    ("whole numbers", [2**53 + 1], [2**53], polars.Int64),
    ("larger ones", [2**63 - 1], [2**63 - 500], polars.Int64),
    ("small ones", [7], [8], polars.Int64),
    ("decimals", [Decimal("1234567890123456.78")], [Decimal("1234567890123456.79")], polars.Decimal(20, 2)),
    ("short ones", [Decimal("19.98")], [Decimal("19.99")], polars.Decimal(20, 2)),
    ("NaN and NULL", [float("nan"), 1.0], [None, 1.0], polars.Float64),
    ("true and 1", [True], [1], None),
    ("equal bytes", [b"hi"], [b"hi"], polars.Binary),
    ("equal structs", [{"x": 1}], [{"x": 1}], None),
    ("equal lists", [[1, 2]], [[1, 2]], None),
    ("equal NULLs", [None], [None], None),
    ("equal days", [datetime.date(2024, 1, 2)], [datetime.date(2024, 1, 2)], polars.Date),
]


def matches(kind, frame, *columns):
    return kind(*(frame(column) for column in columns), join_columns=["id"]).matches()


def in_pandas(values):
    return pandas.DataFrame({"id": range(len(values)), "value": values})


for name, one, other, type in CASES:
    def in_polars(values):
        return polars.DataFrame({"id": list(range(len(values))), "value": polars.Series(values, dtype=type)})

    told = matches(datacompy.PandasCompare, in_pandas, one, other), matches(datacompy.PolarsCompare, in_polars, one, other)
    print(f"{name}: {one[0]} and {other[0]} match: pandas {told[0]}, Polars {told[1]}")


def keyed(ids, values):
    return pandas.DataFrame({"id": ids, "value": values})


for one, other in [(([2**53 + 1], [5]), ([2**53], [5])), (([1, 1], [5, 7]), ([1, 1], [7, 5]))]:
    told = datacompy.PandasCompare(keyed(*one), keyed(*other), join_columns=["id"]).matches()
    print("ids", *one[0], "with", *one[1], "and", *other[0], "with", *other[1], "match:", told)
PY
diff <(venv/bin/python compare.py 2> compare.log || tail -3 compare.log) - <<'SEEN'
whole numbers: 9007199254740993 and 9007199254740992 match: pandas True, Polars True
larger ones: 9223372036854775807 and 9223372036854775308 match: pandas True, Polars True
small ones: 7 and 8 match: pandas False, Polars False
decimals: 1234567890123456.78 and 1234567890123456.79 match: pandas True, Polars True
short ones: 19.98 and 19.99 match: pandas False, Polars False
NaN and NULL: nan and None match: pandas True, Polars True
true and 1: True and 1 match: pandas True, Polars True
equal bytes: b'hi' and b'hi' match: pandas False, Polars False
equal structs: {'x': 1} and {'x': 1} match: pandas True, Polars False
equal lists: [1, 2] and [1, 2] match: pandas True, Polars True
equal NULLs: None and None match: pandas True, Polars False
equal days: 2024-01-02 and 2024-01-02 match: pandas True, Polars True
ids 9007199254740993 with 5 and 9007199254740992 with 5 match: False
ids 1 1 with 5 7 and 1 1 with 7 5 match: False
SEEN
echo "still so: DataComPy takes ids and amounts for their neighbours"
