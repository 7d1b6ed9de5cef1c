#!/usr/bin/env bash
# Guess: a materialized view of Turso, which is kept up to date by DBSP's operators as Feldera's are, has after each statement the
#   rows that its query has when it is asked anew. What is not supported is refused when the view is made.
# What happens: count(a) and avg count rows whose a is NULL, sum of NULLs alone is 0.0, and whole numbers are summed up as doubles;
#   count(*) of no row is no row. Two branches of a UNION ALL over one table are the second branch alone. A join takes NULL for
#   equal to NULL and 10.0 for another number than 10, has one row where the same row was inserted twice, and two after rows
#   on both sides were replaced. A view keeps what ROLLBACK TO a savepoint took back, compares texts of COLLATE NOCASE by
#   case, and has 3 for 7 / 2.0. No statement fails.
# Seen with: PyPI pyturso 0.8.3 on Python 3.11, with its experimental feature "views"; the query of each view, asked of the same
#   connection, is right each time.
# Why it matters: it is another engine of the same theory, in a library, and an obvious one to check a Feldera view against on a
#   laptop: where the two differ it is not Feldera that lost a row.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile pyturso==0.8.3

cat > views.py <<'PY'
import turso

ORDERS = "CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER, customer INTEGER)"
NAMES = "CREATE TABLE names (customer INTEGER, name TEXT)"
MEASURED = "CREATE TABLE measured (id INTEGER PRIMARY KEY, value REAL)"
CLERKS = "CREATE TABLE clerks (id INTEGER PRIMARY KEY, customer INTEGER)"
WORDS = "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT COLLATE NOCASE)"
JOINED = "SELECT id, name FROM orders JOIN names ON orders.customer = names.customer"
CASES = [
    ("SELECT customer, count(amount), sum(amount), avg(amount) FROM orders GROUP BY customer",
     "INSERT INTO orders VALUES (1, NULL, 7), (2, 10, 8), (3, NULL, 8)"),
    ("SELECT sum(amount) FROM orders", "INSERT INTO orders VALUES (1, 9007199254740992, 7), (2, 1, 7)"),
    ("SELECT amount FROM orders UNION ALL SELECT customer FROM orders", "INSERT INTO orders VALUES (1, 10, 7)"),
    (JOINED, "INSERT INTO orders VALUES (1, 10, NULL)", "INSERT INTO names VALUES (NULL, 'nobody')"),
    (JOINED, "INSERT INTO orders VALUES (1, 10, 7)", "INSERT INTO names VALUES (7, 'Ada')",
     "INSERT INTO names VALUES (7, 'Ada')"),
    ("SELECT orders.id, value FROM orders JOIN measured ON amount = value",
     "INSERT INTO orders VALUES (1, 10, 7)", "INSERT INTO measured VALUES (1, 10)"),
    ("SELECT orders.id, clerks.id FROM orders JOIN clerks ON orders.customer = clerks.customer",
     "INSERT INTO orders VALUES (1, 10, 7)", "INSERT INTO clerks VALUES (5, 7)",
     "REPLACE INTO clerks VALUES (5, 8)", "REPLACE INTO orders VALUES (1, 10, 8)"),
    ("SELECT count(*) FROM orders", "BEGIN", "INSERT INTO orders VALUES (1, 10, 7)", "SAVEPOINT one",
     "INSERT INTO orders VALUES (2, 20, 7)", "ROLLBACK TO one", "COMMIT"),
    ("SELECT count(*) FROM orders",),
    ("SELECT id FROM words WHERE word = 'late'", "INSERT INTO words VALUES (1, 'late'), (2, 'Late')"),
    ("SELECT amount / 2.0 FROM orders", "INSERT INTO orders VALUES (1, 7, 7)"),
]
for query, *statements in CASES:
    connection = turso.connect(":memory:", experimental_features="views", isolation_level=None)
    cursor = connection.cursor()
    for statement in (ORDERS, NAMES, MEASURED, CLERKS, WORDS, f"CREATE MATERIALIZED VIEW kept AS {query}", *statements):
        cursor.execute(statement)
    told = []
    for asked in ("SELECT * FROM kept", query):
        cursor.execute(asked)
        told.append(sorted(cursor.fetchall(), key=str))
    print(query, "|", *statements)
    print("  view:", told[0], "query:", told[1])
PY
diff <(venv/bin/python views.py 2>&1) - <<'SEEN'
SELECT customer, count(amount), sum(amount), avg(amount) FROM orders GROUP BY customer | INSERT INTO orders VALUES (1, NULL, 7), (2, 10, 8), (3, NULL, 8)
  view: [(7, 1, 0.0, 0.0), (8, 2, 10.0, 5.0)] query: [(7, 0, None, None), (8, 1, 10, 10.0)]
SELECT sum(amount) FROM orders | INSERT INTO orders VALUES (1, 9007199254740992, 7), (2, 1, 7)
  view: [(9007199254740992.0,)] query: [(9007199254740993,)]
SELECT amount FROM orders UNION ALL SELECT customer FROM orders | INSERT INTO orders VALUES (1, 10, 7)
  view: [(7,)] query: [(10,), (7,)]
SELECT id, name FROM orders JOIN names ON orders.customer = names.customer | INSERT INTO orders VALUES (1, 10, NULL) INSERT INTO names VALUES (NULL, 'nobody')
  view: [(1, 'nobody')] query: []
SELECT id, name FROM orders JOIN names ON orders.customer = names.customer | INSERT INTO orders VALUES (1, 10, 7) INSERT INTO names VALUES (7, 'Ada') INSERT INTO names VALUES (7, 'Ada')
  view: [(1, 'Ada')] query: [(1, 'Ada'), (1, 'Ada')]
SELECT orders.id, value FROM orders JOIN measured ON amount = value | INSERT INTO orders VALUES (1, 10, 7) INSERT INTO measured VALUES (1, 10)
  view: [] query: [(1, 10.0)]
SELECT orders.id, clerks.id FROM orders JOIN clerks ON orders.customer = clerks.customer | INSERT INTO orders VALUES (1, 10, 7) INSERT INTO clerks VALUES (5, 7) REPLACE INTO clerks VALUES (5, 8) REPLACE INTO orders VALUES (1, 10, 8)
  view: [(1, 5), (1, 5)] query: [(1, 5)]
SELECT count(*) FROM orders | BEGIN INSERT INTO orders VALUES (1, 10, 7) SAVEPOINT one INSERT INTO orders VALUES (2, 20, 7) ROLLBACK TO one COMMIT
  view: [(2,)] query: [(1,)]
SELECT count(*) FROM orders |
  view: [] query: [(0,)]
SELECT id FROM words WHERE word = 'late' | INSERT INTO words VALUES (1, 'late'), (2, 'Late')
  view: [(1,)] query: [(1,), (2,)]
SELECT amount / 2.0 FROM orders | INSERT INTO orders VALUES (1, 7, 7)
  view: [(3,)] query: [(3.5,)]
SEEN
echo "still so: Turso's views count what is NULL, and lose doubled rows"
