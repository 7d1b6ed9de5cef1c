#!/usr/bin/env bash
# Guess: Pathway, which keeps views up to date as Feldera does, has infinity for the sum of a group with an infinite value, and the
#   sum of the others once that row is deleted. The average of positive numbers is positive, and a sum that does not fit is an
#   error. NULL joins with nothing, as in SQL.
# What happens: the sum and the average are NaN while the infinite row is there, and stay NaN when it is gone, for as long as the
#   group lives; count, min and max are right. A sum of whole numbers goes round, and avg is made of that sum: of
#   9223372036854775807 and 1 it is -4.6e18. A join takes NULL for equal to NULL, so that two rows without a key on each side
#   are four rows. Nothing raises an error.
# Seen with: PyPI pathway 0.33.0 on Python 3.11, installed without what its connectors to clouds need.
# Why it matters: who checks Feldera's figures against it, or moves from the one to the other, finds rows that a join did not have
#   and averages below the least value. One reading of infinity, long since corrected, is a sum of NaN in all later answers.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile aiohttp==3.14.5 aiohttp-cors==0.8.1 async-lru==2.4.0 beartype==0.22.9 diskcache==5.6.3 \
  googleapis-common-protos==1.76.0 jmespath==1.1.0 pandas==3.1.1 pyarrow==25.0.1 python-sat==1.9.dev24 rich==15.0.0 \
  opentelemetry-exporter-otlp-proto-grpc==1.45.2 pyyaml==6.0.4 click==8.5.1 requests==2.34.2 cloudpickle==3.1.3 psutil==7.2.2
venv/bin/pip install --quiet --no-compile --no-deps pathway==0.33.0

cat > views.py <<'PY'
import logging
import math

import pathway as pw

logging.disable(logging.CRITICAL)


class Reading(pw.Schema):
    number: int = pw.column_definition(primary_key=True)
    value: float


class Amount(pw.Schema):
    group: str
    amount: int


class Order(pw.Schema):
    number: int
    customer: str | None


def rows(schema, rows, is_stream=False):
    return pw.debug.table_from_rows(schema, rows, is_stream=is_stream)


def show(name, table):
    def told(key, row, time, is_addition):
        if is_addition:
            lines.append((name, time, *row.values()))

    pw.io.subscribe(table, told)


lines = []
reducers, this = pw.reducers, pw.this
readings = rows(
    Reading,
    [(1, 0.5, 2, 1), (2, math.inf, 4, 1), (2, math.inf, 6, -1), (3, 1.5, 8, 1), (1, 0.5, 10, -1)],
    is_stream=True,
)
value = this.value
show("sum, avg, min, max, count", readings.reduce(
    sum=reducers.sum(value), avg=reducers.avg(value), min=reducers.min(value), max=reducers.max(value),
    count=reducers.count()))
amounts = rows(Amount, [("a", 2**63 - 1), ("a", 1), ("b", 2), ("b", 4)])
show("sum, avg, min", amounts.groupby(this.group).reduce(
    this.group, sum=reducers.sum(this.amount), avg=reducers.avg(this.amount), min=reducers.min(this.amount)))
orders = rows(Order, [(1, None), (2, None), (3, "x")])
others = rows(Order, [(11, None), (12, None), (13, "x")])
show("join", orders.join(others, pw.left.customer == pw.right.customer).select(
    left=pw.left.number, right=pw.right.number, customer=pw.left.customer))
pw.run(monitoring_level=pw.MonitoringLevel.NONE)
for name, time, *values in sorted(lines, key=lambda line: (line[0], line[1], str(line[2:]))):
    print(name + ":", *values)
PY
diff <(venv/bin/python views.py 2> views.log || tail -5 views.log) - <<'SEEN'
join: 1 11 None
join: 1 12 None
join: 2 11 None
join: 2 12 None
join: 3 13 x
sum, avg, min: a -9223372036854775808 -4.611686018427388e+18 1
sum, avg, min: b 6 3.0 2
sum, avg, min, max, count: 0.5 0.5 0.5 0.5 1
sum, avg, min, max, count: nan nan 0.5 inf 2
sum, avg, min, max, count: nan nan 0.5 0.5 1
sum, avg, min, max, count: nan nan 0.5 1.5 2
sum, avg, min, max, count: nan nan 1.5 1.5 1
SEEN
echo "still so: Pathway's sums keep an infinity that was deleted"
