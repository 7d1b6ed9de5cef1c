#!/usr/bin/env bash
# Guess: streaming SQL of clink compares a DECIMAL(10, 2) of 19.99 with 19.99 as equal, and a BIGINT with a whole number digit by digit.
#   DECIMALs of another scale are the same numbers where they are joined. What does not fit a type is
#   an error.
# What happens: amount = 19.99, IN (19.99) and CASE do not find it, <> does and so does > 19.98: it is compared as the double
#   19.990000000000002, which is also what CAST to DOUBLE and AVG give. amount = CAST(19.99 AS DECIMAL(10, 2)) finds it. An id of
#   9007199254740993 is found as …992, and nothing is greater than 9223372036854775806. A join of DECIMAL(10, 2) with
#   DECIMAL(12, 4) or a DOUBLE has no row, that of two DECIMAL(10, 2) has them. A product that does not fit is NULL, the
#   text "5" of a BIGINT too and 1.9 is 1; a DECIMAL inserted into a DOUBLE is NULL each time. Of {"id": 7, "id": 8} the first
#   counts. No job fails.
# Seen with: PyPI pyclink 0.12.2 with pyarrow 26.0.1 on Python 3.11, lines of JSON read from a file.
# Why it matters: a filter on a price or a threshold in cents loses the very rows that it names, and an engine that is compared with
#   Feldera row by row differs in those alone. 20, 2.25 and 0.07 are found, so that a first try looks right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile pyclink==0.12.2 pyarrow==26.0.1

cat > queries.py <<'PY'
import os

import pyclink

TABLES = {
    "orders": ("id BIGINT, amount DECIMAL(10, 2), price DOUBLE", [
        '{"id": 1, "amount": 19.99, "price": 19.99}', '{"id": 9007199254740993, "amount": 20, "price": 20}',
        '{"id": 9223372036854775807, "amount": 0.07, "price": 0.07}', '{"id": "5", "amount": 2.25}',
        '{"id": 1.9}', '{"id": 7, "id": 8}']),
    "prices": ("amount DECIMAL(10, 2), exact DECIMAL(12, 4), price DOUBLE", [
        '{"amount": 19.99, "exact": 19.99, "price": 19.99}', '{"amount": 20, "exact": 20, "price": 20}']),
}
AMOUNT = "DECIMAL(10, 2)"
QUERIES = [
    ("SELECT amount AS a FROM orders WHERE amount = 19.99", AMOUNT),
    ("SELECT amount AS a FROM orders WHERE amount IN (19.99, 20, 2.25, 0.07)", AMOUNT),
    ("SELECT amount AS a FROM orders WHERE amount <> 19.99", AMOUNT),
    ("SELECT amount AS a FROM orders WHERE amount > 19.98", AMOUNT),
    ("SELECT amount AS a FROM orders WHERE amount = CAST(19.99 AS DECIMAL(10, 2))", AMOUNT),
    ("SELECT CASE WHEN amount = 19.99 THEN 'same' ELSE 'other' END AS a FROM orders WHERE id = 1", "VARCHAR"),
    ("SELECT CAST(amount AS DOUBLE) AS a FROM orders WHERE id = 1", "DOUBLE"),
    ("SELECT AVG(amount) AS a FROM orders WHERE amount > 10 GROUP BY amount", "DOUBLE"),
    ("SELECT amount AS a FROM orders WHERE amount > 10", "DOUBLE"),
    ("SELECT amount * 10000000 AS a FROM orders WHERE amount > 2", AMOUNT),
    ("SELECT o.amount AS a FROM orders o JOIN prices p ON o.amount = p.amount", AMOUNT),
    ("SELECT o.amount AS a FROM orders o JOIN prices p ON o.amount = p.exact", AMOUNT),
    ("SELECT o.amount AS a FROM orders o JOIN prices p ON o.amount = p.price", AMOUNT),
    ("SELECT id AS a FROM orders", "BIGINT"),
    ("SELECT id AS a FROM orders WHERE id = 9007199254740992", "BIGINT"),
    ("SELECT id AS a FROM orders WHERE id > 9223372036854775806", "BIGINT"),
    ("SELECT id * 2 AS a FROM orders", "BIGINT"),
]
for name, (_, lines) in TABLES.items():
    with open(f"{name}.json", "w") as file:
        file.write("\n".join(lines) + "\n")
for query, type in QUERIES:
    with pyclink.Engine() as engine:
        for name, (columns, _) in TABLES.items():
            path = os.path.abspath(f"{name}.json")
            engine.execute(f"CREATE TABLE {name} ({columns}) WITH (connector='file', format='json', path='{path}')")
        engine.execute(f"CREATE TABLE told (a {type}) WITH (connector='collect', format='json'); INSERT INTO told {query}")
        rows = engine.collect("told").read_all()
        engine.await_all(60_000)
    print(query, "is", *sorted(str(row) for row in rows["a"].to_pylist()))
PY
diff <(venv/bin/python queries.py 2> queries.log || tail -3 queries.log) - <<'SEEN'
SELECT amount AS a FROM orders WHERE amount = 19.99 is
SELECT amount AS a FROM orders WHERE amount IN (19.99, 20, 2.25, 0.07) is 0.07 2.25 20.00
SELECT amount AS a FROM orders WHERE amount <> 19.99 is 0.07 19.99 2.25 20.00
SELECT amount AS a FROM orders WHERE amount > 19.98 is 19.99 20.00
SELECT amount AS a FROM orders WHERE amount = CAST(19.99 AS DECIMAL(10, 2)) is 19.99
SELECT CASE WHEN amount = 19.99 THEN 'same' ELSE 'other' END AS a FROM orders WHERE id = 1 is other
SELECT CAST(amount AS DOUBLE) AS a FROM orders WHERE id = 1 is 19.990000000000002
SELECT AVG(amount) AS a FROM orders WHERE amount > 10 GROUP BY amount is 19.990000000000002 20.0
SELECT amount AS a FROM orders WHERE amount > 10 is None None
SELECT amount * 10000000 AS a FROM orders WHERE amount > 2 is 22500000.00 None None
SELECT o.amount AS a FROM orders o JOIN prices p ON o.amount = p.amount is 19.99 20.00
SELECT o.amount AS a FROM orders o JOIN prices p ON o.amount = p.exact is
SELECT o.amount AS a FROM orders o JOIN prices p ON o.amount = p.price is
SELECT id AS a FROM orders is 1 1 7 9007199254740993 9223372036854775807 None
SELECT id AS a FROM orders WHERE id = 9007199254740992 is 9007199254740993
SELECT id AS a FROM orders WHERE id > 9223372036854775806 is
SELECT id * 2 AS a FROM orders is 14 18014398509481986 2 3 None None
SEEN
echo "still so: clink does not find 19.99"
