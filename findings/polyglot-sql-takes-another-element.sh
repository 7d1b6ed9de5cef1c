#!/usr/bin/env bash
# Guess: polyglot-sql, a translator of SQL in the manner of sqlglot, which knows Materialize and RisingWave, either keeps what a query
#   means or says what it does not support; it does so for the arrays, divisions and orders in which dialects differ most.
# What happens: xs[1] of Spark and Snowflake, where the first element is xs[0], stays xs[1], which is the element before. A division of
#   whole numbers in Hive, Spark and Snowflake, which is 3.5 of 7 and 2, stays one and is 3. Spark's ORDER BY n DESC LIMIT 1, NULLs
#   last, gets no NULLS LAST and gives NULL. PostgreSQL's # (the bits in which two numbers differ) becomes ^, a power: 6 # 3, which
#   is 5, is 216. BigQuery's DAYOFWEEK, 1 on Sunday, becomes DOW, 0. sqlglot has all but the last right, and
#   that fails when it is run. No call of polyglot-sql fails or warns.
# Seen with: PyPI polyglot-sql 0.13.4 and sqlglot 30.30.0 on Python 3.11; what they wrote for Materialize was run in PostgreSQL, from
#   which it has these operators: npm @electric-sql/pglite 0.5.17 on Node 20.
# Why it matters: it is how a batch query becomes a view that is kept up to date, and each of them compiles and has rows.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile polyglot-sql==0.13.4 sqlglot==30.30.0
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @electric-sql/pglite@0.5.17

cat > translate.py <<'PY'
import json

import polyglot_sql
import sqlglot

QUERIES = [
    ("spark", "SELECT xs[1] AS told FROM orders"),
    ("snowflake", "SELECT xs[1] AS told FROM orders"),
    ("hive", "SELECT units / 2 AS told FROM orders"),
    ("spark", "SELECT units / 2 AS told FROM orders"),
    ("snowflake", "SELECT units / 2 AS told FROM orders"),
    ("spark", "SELECT n AS told FROM numbers ORDER BY n DESC LIMIT 1"),
    ("postgres", "SELECT 6 # 3 AS told"),
    ("bigquery", "SELECT EXTRACT(DAYOFWEEK FROM day) AS told FROM orders"),
]
for dialect, query in QUERIES:
    for name, library in (("polyglot-sql", polyglot_sql), ("sqlglot", sqlglot)):
        (text,) = library.transpile(query, read=dialect, write="materialize")
        print(json.dumps([f"{dialect} by {name}", text]))
PY
cat > run.mjs <<'JS'
import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";

const database = await PGlite.create();
await database.exec(`
  CREATE TABLE orders (xs INT[], units INT, day DATE);
  INSERT INTO orders VALUES (ARRAY[10, 20, 30], 7, '2024-01-07');
  CREATE TABLE numbers (n INT);
  INSERT INTO numbers VALUES (1), (7), (NULL);
`);
for (const line of readFileSync("translated.json", "utf8").trim().split("\n")) {
  const [from, text] = JSON.parse(line);
  const told = await database.query(text).then(({ rows }) => rows[0].told, (error) => error.message);
  console.log(`${from}: ${text}: ${told}`);
}
JS
venv/bin/python translate.py > translated.json
diff <(node run.mjs 2>&1) - <<'SEEN'
spark by polyglot-sql: SELECT xs[1] AS told FROM orders: 10
spark by sqlglot: SELECT xs[2] AS told FROM orders: 20
snowflake by polyglot-sql: SELECT xs[1] AS told FROM orders: 10
snowflake by sqlglot: SELECT xs[2] AS told FROM orders: 20
hive by polyglot-sql: SELECT units / 2 AS told FROM orders: 3
hive by sqlglot: SELECT CAST(units AS DOUBLE PRECISION) / NULLIF(2, 0) AS told FROM orders: 3.5
spark by polyglot-sql: SELECT units / 2 AS told FROM orders: 3
spark by sqlglot: SELECT CAST(units AS DOUBLE PRECISION) / NULLIF(2, 0) AS told FROM orders: 3.5
snowflake by polyglot-sql: SELECT units / 2 AS told FROM orders: 3
snowflake by sqlglot: SELECT CAST(units AS DOUBLE PRECISION) / 2 AS told FROM orders: 3.5
spark by polyglot-sql: SELECT n AS told FROM numbers ORDER BY n DESC LIMIT 1: null
spark by sqlglot: SELECT n AS told FROM numbers ORDER BY n DESC NULLS LAST LIMIT 1: 7
postgres by polyglot-sql: SELECT 6 ^ 3 AS told: 216
postgres by sqlglot: SELECT 6 # 3 AS told: 5
bigquery by polyglot-sql: SELECT EXTRACT(DOW FROM day) AS told FROM orders: 0
bigquery by sqlglot: SELECT EXTRACT(DAYOFWEEK FROM day) AS told FROM orders: unit "dayofweek" not recognized for type date
SEEN
echo "still so: polyglot-sql takes another element"
