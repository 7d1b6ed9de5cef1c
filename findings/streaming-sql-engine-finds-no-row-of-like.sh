#!/usr/bin/env bash
# Guess: streaming-sql-engine, SQL over Python's iterators, answers a SELECT as any engine does or refuses it: GROUP BY, ORDER BY,
#   LIMIT, FULL JOIN and functions of columns it does refuse.
# What happens: a WHERE that it cannot work out finds no row: LIKE, IN, BETWEEN, amount + 1 > 6, ABS, LOWER, a comparison with -5 or
#   TRUE. A condition on a joined table is left out, by itself or beside another: IS NULL and = 'Ada' find all rows of the join, and
#   OR 'Bob' no row of Bob's. RIGHT JOIN leaves out what has no partner, DISTINCT keeps every copy, and NOT and <> find NULLs. Two
#   columns of one name are one. No such query fails.
# Seen with: PyPI streaming-sql-engine 0.1.31 with sqlglot 30.30.0 and polars 2.1.0 on Python 3.11.
# Why it matters: it is offered for joining a stream with a table in passing. An empty answer is what somebody hopes for who looks for
#   late rows or for orders without a customer, and here it comes of the question.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile streaming-sql-engine==0.1.31 sqlglot==30.30.0 polars==2.1.0

cat > ask.py <<'PY'
from streaming_sql_engine import Engine

ORDERS = [
    {"id": 1, "clerk": 7, "amount": 10.0, "note": "late", "paid": True},
    {"id": 2, "clerk": 7, "amount": 20.0, "note": None, "paid": False},
    {"id": 3, "clerk": 8, "amount": None, "note": "early", "paid": None},
    {"id": 4, "clerk": 9, "amount": 5.0, "note": "LATE", "paid": True},
]
CLERKS = [{"number": 7, "name": "Ada"}, {"number": 8, "name": "Bob"}, {"number": 10, "name": "Eve"}]


def told(query):
    engine = Engine()
    engine.register("orders", lambda: iter([dict(row) for row in ORDERS]))
    engine.register("clerks", lambda: iter([dict(row) for row in CLERKS]))
    try:
        answer = [tuple(row.values()) for row in engine.query(query)]
    except Exception as error:
        answer = f"refused: {error}"
    print(query, "->", answer)


for condition in (
    "amount > 5", "note = 'late'", "note LIKE 'la%'", "note IN ('late', 'early')", "clerk NOT IN (7)", "amount BETWEEN 5 AND 10",
    "amount + 1 > 6", "id % 2 = 0", "amount > -5", "ABS(amount) = 10", "LOWER(note) = 'late'", "paid", "paid = TRUE", "NOT paid",
    "amount <> 10", "clerk IN (SELECT clerks.number FROM clerks)",
):
    told("SELECT orders.id FROM orders WHERE " + condition.replace("note", "orders.note").replace("amount", "orders.amount")
         .replace("paid", "orders.paid").replace("id %", "orders.id %").replace("clerk ", "orders.clerk "))
for join in ("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"):
    told(f"SELECT orders.id, clerks.name FROM orders {join} clerks ON orders.clerk = clerks.number")
for condition in ("clerks.name IS NULL", "clerks.name = 'Ada'", "orders.amount > 15 OR clerks.name = 'Bob'"):
    told(f"SELECT orders.id, clerks.name FROM orders LEFT JOIN clerks ON orders.clerk = clerks.number WHERE {condition}")
told("SELECT DISTINCT orders.clerk FROM orders")
told("SELECT a.id, b.id FROM orders a JOIN orders b ON a.clerk = b.clerk")
told("SELECT orders.id FROM orders LIMIT 2")
PY
diff <(venv/bin/python ask.py 2>&1) - <<'SEEN'
SELECT orders.id FROM orders WHERE orders.amount > 5 -> [(1,), (2,)]
SELECT orders.id FROM orders WHERE orders.note = 'late' -> [(1,)]
SELECT orders.id FROM orders WHERE orders.note LIKE 'la%' -> []
SELECT orders.id FROM orders WHERE orders.note IN ('late', 'early') -> []
SELECT orders.id FROM orders WHERE orders.clerk NOT IN (7) -> []
SELECT orders.id FROM orders WHERE orders.amount BETWEEN 5 AND 10 -> []
SELECT orders.id FROM orders WHERE orders.amount + 1 > 6 -> []
SELECT orders.id FROM orders WHERE orders.id % 2 = 0 -> [(2,), (4,)]
SELECT orders.id FROM orders WHERE orders.amount > -5 -> []
SELECT orders.id FROM orders WHERE ABS(orders.amount) = 10 -> []
SELECT orders.id FROM orders WHERE LOWER(orders.note) = 'late' -> []
SELECT orders.id FROM orders WHERE orders.paid -> [(1,), (4,)]
SELECT orders.id FROM orders WHERE orders.paid = TRUE -> []
SELECT orders.id FROM orders WHERE NOT orders.paid -> [(2,), (3,)]
SELECT orders.id FROM orders WHERE orders.amount <> 10 -> [(2,), (3,), (4,)]
SELECT orders.id FROM orders WHERE orders.clerk IN (SELECT clerks.number FROM clerks) -> []
SELECT orders.id, clerks.name FROM orders JOIN clerks ON orders.clerk = clerks.number -> [(1, 'Ada'), (2, 'Ada'), (3, 'Bob')]
SELECT orders.id, clerks.name FROM orders LEFT JOIN clerks ON orders.clerk = clerks.number -> [(1, 'Ada'), (2, 'Ada'), (3, 'Bob'), (4, None)]
SELECT orders.id, clerks.name FROM orders RIGHT JOIN clerks ON orders.clerk = clerks.number -> [(1, 'Ada'), (2, 'Ada'), (3, 'Bob')]
SELECT orders.id, clerks.name FROM orders FULL JOIN clerks ON orders.clerk = clerks.number -> refused: Unsupported join type: FULL
SELECT orders.id, clerks.name FROM orders LEFT JOIN clerks ON orders.clerk = clerks.number WHERE clerks.name IS NULL -> [(1, 'Ada'), (2, 'Ada'), (3, 'Bob'), (4, None)]
SELECT orders.id, clerks.name FROM orders LEFT JOIN clerks ON orders.clerk = clerks.number WHERE clerks.name = 'Ada' -> [(1, 'Ada'), (2, 'Ada'), (3, 'Bob'), (4, None)]
SELECT orders.id, clerks.name FROM orders LEFT JOIN clerks ON orders.clerk = clerks.number WHERE orders.amount > 15 OR clerks.name = 'Bob' -> [(2, 'Ada')]
SELECT DISTINCT orders.clerk FROM orders -> [(7,), (7,), (8,), (9,)]
SELECT a.id, b.id FROM orders a JOIN orders b ON a.clerk = b.clerk -> [(1,), (2,), (1,), (2,), (3,), (4,)]
SELECT orders.id FROM orders LIMIT 2 -> refused: Failed to parse SQL with any dialect. Last error: LIMIT is not supported
SEEN
echo "still so: streaming-sql-engine finds no row of LIKE"
