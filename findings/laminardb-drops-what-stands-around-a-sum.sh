#!/usr/bin/env bash
# Guess: a stream of LaminarDB, a materialized view that updates as rows come, has what its SELECT has over all rows so far. A SELECT
#   that cannot be kept up to date is refused, or at least says what its own query over the source says.
# What happens: of an expression with one aggregate the aggregate alone is told: sum(amount) * 2, -sum(amount) and round(sum(amount)
#   / 3) are sum(amount), and count(*) + 1 is count(*). With two aggregates, and with DISTINCT, OVER, LIMIT, IN or a join, only the
#   rows are seen that came together: max(amount) - min(amount) is 0 each time, and LIMIT 2 lets all rows through. A join pairs
#   what was put in last into each source, once: of six pairs one is told, and LEFT JOIN has two of four orders. HAVING
#   count(*) > 1 gives nothing for ever, HAVING sum(amount) > 15 gives a sum of 10. No statement fails, and nothing is logged.
# Seen with: PyPI laminardb 0.17.0 with pyarrow 26.0.1 on Python 3.11, an engine in memory, rows put in a second apart.
# Why it matters: a view moved over from Feldera compiles as it is, and its first batch, which is what a test puts in, is right in
#   most cases.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile laminardb==0.17.0 pyarrow==26.0.1

cat > streams.py <<'PY'
import time

import laminardb

QUERIES = [
    "SELECT clerk, sum(amount) FROM orders GROUP BY clerk",
    "SELECT clerk, sum(amount) * 2 FROM orders GROUP BY clerk",
    "SELECT clerk, -sum(amount) FROM orders GROUP BY clerk",
    "SELECT clerk, round(sum(amount) / 3) FROM orders GROUP BY clerk",
    "SELECT clerk, count(*) + 1 FROM orders GROUP BY clerk",
    "SELECT clerk, max(amount) - min(amount) FROM orders GROUP BY clerk",
    "SELECT clerk, count(*) FROM orders GROUP BY clerk HAVING count(*) > 1",
    "SELECT clerk, sum(amount) FROM orders GROUP BY clerk HAVING sum(amount) > 15",
    "SELECT DISTINCT clerk FROM orders",
    "SELECT id, sum(amount) OVER (ORDER BY id) FROM orders",
    "SELECT id FROM orders ORDER BY id LIMIT 2",
    "SELECT id, name FROM orders JOIN clerks ON orders.clerk = clerks.number",
    "SELECT id, name FROM orders LEFT JOIN clerks ON orders.clerk = clerks.number",
    "SELECT id FROM orders WHERE clerk IN (SELECT number FROM clerks)",
]
INSERTS = [
    ("orders", {"id": 1, "amount": 10.0, "clerk": 7}),
    ("clerks", {"number": 7, "name": "Ada"}),
    ("orders", {"id": 2, "amount": 20.0, "clerk": 7}),
    ("orders", {"id": 3, "amount": 5.0, "clerk": 8}),
    ("clerks", {"number": 7, "name": "Bob"}),
    ("orders", {"id": 4, "amount": 40.0, "clerk": 7}),
]

engines, streams = [], []
for query in QUERIES:
    engine = laminardb.open(":memory:")
    engine.execute("CREATE SOURCE orders (id BIGINT, amount DOUBLE, clerk BIGINT)")
    engine.execute("CREATE SOURCE clerks (number BIGINT, name VARCHAR)")
    engine.execute(f"CREATE STREAM told AS {query}")
    engine.start()
    engines.append(engine)
    streams.append(engine.subscribe_stream("told"))


def news(stream):
    rows = []
    while True:
        try:
            batch = stream.next_timeout(20)
        except laminardb.SubscriptionError:
            return sorted(rows, key=str)
        rows += [tuple(row.values()) for row in batch.to_arrow().to_pylist()]


told = [[] for _ in QUERIES]
for source, row in INSERTS:
    for engine in engines:
        engine.insert(source, [row])
    time.sleep(1)
    for stream, batches in zip(streams, told):
        batches.append(news(stream))
for query, batches in zip(QUERIES, told):
    print(query)
    print("  then".join(f" {batch}" for batch in batches))
PY
diff <(venv/bin/python streams.py 2>&1) - <<'SEEN'
SELECT clerk, sum(amount) FROM orders GROUP BY clerk
 [(7, 10.0)]  then [(7, 10.0)]  then [(7, 30.0)]  then [(7, 30.0), (8, 5.0)]  then [(7, 30.0), (8, 5.0)]  then [(7, 70.0), (8, 5.0)]
SELECT clerk, sum(amount) * 2 FROM orders GROUP BY clerk
 [(7, 10.0)]  then [(7, 10.0)]  then [(7, 30.0)]  then [(7, 30.0), (8, 5.0)]  then [(7, 30.0), (8, 5.0)]  then [(7, 70.0), (8, 5.0)]
SELECT clerk, -sum(amount) FROM orders GROUP BY clerk
 [(7, 10.0)]  then [(7, 10.0)]  then [(7, 30.0)]  then [(7, 30.0), (8, 5.0)]  then [(7, 30.0), (8, 5.0)]  then [(7, 70.0), (8, 5.0)]
SELECT clerk, round(sum(amount) / 3) FROM orders GROUP BY clerk
 [(7, 10.0)]  then [(7, 10.0)]  then [(7, 30.0)]  then [(7, 30.0), (8, 5.0)]  then [(7, 30.0), (8, 5.0)]  then [(7, 70.0), (8, 5.0)]
SELECT clerk, count(*) + 1 FROM orders GROUP BY clerk
 [(7, 1)]  then [(7, 1)]  then [(7, 2)]  then [(7, 2), (8, 1)]  then [(7, 2), (8, 1)]  then [(7, 3), (8, 1)]
SELECT clerk, max(amount) - min(amount) FROM orders GROUP BY clerk
 [(7, 0.0)]  then []  then [(7, 0.0)]  then [(8, 0.0)]  then []  then [(7, 0.0)]
SELECT clerk, count(*) FROM orders GROUP BY clerk HAVING count(*) > 1
 []  then []  then []  then []  then []  then []
SELECT clerk, sum(amount) FROM orders GROUP BY clerk HAVING sum(amount) > 15
 []  then [(7, 10.0)]  then [(7, 30.0)]  then [(7, 30.0)]  then [(7, 30.0), (8, 5.0)]  then [(7, 70.0)]
SELECT DISTINCT clerk FROM orders
 [(7,)]  then []  then [(7,)]  then [(8,)]  then []  then [(7,)]
SELECT id, sum(amount) OVER (ORDER BY id) FROM orders
 [(1, 10.0)]  then []  then [(2, 20.0)]  then [(3, 5.0)]  then []  then [(4, 40.0)]
SELECT id FROM orders ORDER BY id LIMIT 2
 [(1,)]  then []  then [(2,)]  then [(3,)]  then []  then [(4,)]
SELECT id, name FROM orders JOIN clerks ON orders.clerk = clerks.number
 []  then [(1, 'Ada')]  then []  then []  then []  then []
SELECT id, name FROM orders LEFT JOIN clerks ON orders.clerk = clerks.number
 []  then [(1, 'Ada')]  then []  then []  then [(3, None)]  then []
SELECT id FROM orders WHERE clerk IN (SELECT number FROM clerks)
 []  then [(1,)]  then []  then []  then []  then []
SEEN
echo "still so: LaminarDB drops what stands around a sum"
