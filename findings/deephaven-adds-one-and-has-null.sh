#!/usr/bin/env bash
# Guess: Deephaven, an engine of live tables whose views are worked out by what changes, has for a live view what it has for a new one
#   over the same rows, adds within a type or fails, and finds by a comparison the rows that SQL finds.
# What happens: NULL is the least value of each type. An INT of 2147483647 plus 1 is NULL, less 2147483647 less 2 it is 2147483647,
#   NULL is found under amount < 5 and under amount != 1, and joins NULL. A sum of BIGINT goes round: of 2^62 twice it is NULL, the
#   average and the median are -2^62, and once one of the two is deleted the live sum stays -2^62, where a new view has 2^62. Two
#   amounts of 2^63-1 have the sum -2 and the average -1. After 1e17 was in and went, 2 and 0.5 sum to 0 and average 0. The variance of
#   100000001, 100000002 and 100000003 is 0, live or new, of whole numbers too. Nothing fails or warns.
# Seen with: PyPI deephaven-server 42.7 on Python 3.11 and Java 17. What is installed has some 630 MB.
# Why it matters: where a view of Feldera's is checked against a live table over the same rows, the two differ by a NULL, a sign or a
#   large amount of days ago, and asking Deephaven anew gives a third answer.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile deephaven-server==42.7 deephaven-core==42.7 jpy==2.2.0 numpy==2.4.6 pandas==3.1.1

cat > live.py <<'PY'
import os
import socket
import sys
import time

from deephaven_server import Server

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
anonymous = "-DAuthHandlers=io.deephaven.auth.AnonymousAuthenticationHandler"
Server(host="127.0.0.1", port=port, jvm_args=["-Xmx1g", anonymous]).start()

from deephaven import agg, dtypes, empty_table, input_table, new_table
from deephaven.column import double_col, long_col
from deephaven.pandas import to_pandas


def says(*words):
    print(*words, file=sys.stderr)


def rows(table):
    frame = to_pandas(table).astype(object)
    told = lambda value: f"{value:.10g}" if isinstance(value, float) else str(value)
    found = frame.where(frame.notna(), "NULL").itertuples(index=False)
    return " | ".join(" ".join(map(told, row)) for row in found) or "no row"


def live(name, kind, values, gone):
    table = input_table(col_defs={"id": dtypes.int64, "amount": dtypes.double if kind is double_col else dtypes.int64}, key_cols="id")
    table.add(new_table([long_col("id", list(range(len(values)))), kind("amount", values)]))
    each = [agg.count_("n"), agg.sum_("sum=amount"), agg.avg("avg=amount"), agg.median("median=amount"), agg.var("var=amount")]
    view = table.agg_by(each)
    before = rows(view)
    says(name, "-> n sum avg median var:", before)
    if gone is not None:
        table.delete(new_table([long_col("id", [gone])]))
        limit = time.time() + 30
        while rows(view) == before and time.time() < limit:
            time.sleep(0.1)
        says(f"  less {values[gone]:g} live", rows(view))
        says(f"  less {values[gone]:g} new ", rows(table.snapshot().agg_by(each)))


for formula in ("2147483647 + 1", "-2147483647 - 2", "9223372036854775807L + 1", "2147483647 * 2147483647", "(int) 2147483648L"):
    says(formula, "->", rows(empty_table(1).update(f"value = {formula}")))
three = empty_table(3).update(["id = ii", "amount = ii == 0 ? 1 : ii == 1 ? 7 : NULL_INT"])
for condition in ("amount < 5", "amount != 1", "amount not in 1", "amount > 5"):
    says(condition, "->", rows(three.where(condition)))
left = three.view(["amount", "left = id"])
says("NULL joins", rows(left.where("isNull(amount)").join(three.view(["amount", "right = id"]), on="amount")))
live("2^62 2^62", long_col, [2**62, 2**62], 0)
live("2^63-1 2^63-1", long_col, [2**63 - 1, 2**63 - 1], None)
live("2 0.5 1e17", double_col, [2.0, 0.5, 1e17], 2)
live("100000001 100000002 100000003", long_col, [100000001, 100000002, 100000003], None)
live("1 2 3", long_col, [1, 2, 3], None)
sys.stderr.flush()
os._exit(0)
PY
HOME="$dir" venv/bin/python live.py >server.log 2>told.log || { cat server.log told.log; exit 1; }
diff <(grep -E -- '->|^  less|^NULL' told.log) - <<'SEEN'
2147483647 + 1 -> NULL
-2147483647 - 2 -> 2147483647
9223372036854775807L + 1 -> NULL
2147483647 * 2147483647 -> 1
(int) 2147483648L -> NULL
amount < 5 -> 0 1 | 2 NULL
amount != 1 -> 1 7 | 2 NULL
amount not in 1 -> 1 7 | 2 NULL
amount > 5 -> 1 7
NULL joins NULL 2 2
2^62 2^62 -> n sum avg median var: 2 NULL -4.611686018e+18 -4.611686018e+18 0
  less 4.61169e+18 live 1 -4611686018427387904 -4.611686018e+18 4.611686018e+18 NULL
  less 4.61169e+18 new  1 4611686018427387904 4.611686018e+18 4.611686018e+18 NULL
2^63-1 2^63-1 -> n sum avg median var: 2 -2 -1 -1 0
2 0.5 1e17 -> n sum avg median var: 3 1e+17 3.333333333e+16 2 3.333333333e+33
  less 1e+17 live 2 0 0 1.25 0
  less 1e+17 new  2 2.5 1.25 1.25 1.125
100000001 100000002 100000003 -> n sum avg median var: 3 300000006 100000002 100000002 0
1 2 3 -> n sum avg median var: 3 6 2 2 1
SEEN
echo "still so: Deephaven adds one and has NULL"
