#!/usr/bin/env bash
# Guess: csvq, which answers SQL over CSV files, has one notion of equal: rows that = and a join take for the same are one group and one
#   row of DISTINCT, and a sum of whole numbers is that of +.
# What happens: = and joins take 20 and 20.00, 10 and 1e1 for equal, GROUP BY, DISTINCT and UNION for two: a UNION of 1, '1', 1.0 and true
#   has two rows, of which = takes each for the other. 007 and 7 are one for all of them, so that of two codes one is gone. Names are one
#   whatever their case and blanks around them, "Ada ", "ada" and "Ada": <> 'Ada' does not find ada. A day and the midnight that begins it are
#   one group. 9223372036854775807 + 1 turns negative, and SUM of the same rows is a double, 9223372036854776000. No error.
# Seen with: Go github.com/mithrandie/csvq v1.18.1 (Go 1.26).
# Why it matters: it is at hand to hold the CSV of a view against what it should be. A join finds all rows, where a count by the same
#   column has more groups; codes with zeros in front, where a column is declared VARCHAR, lose some of theirs.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module finding\n\ngo 1.26\n' > go.mod
go get github.com/mithrandie/csvq@v1.18.1 2> go.log
go build -o csvq github.com/mithrandie/csvq 2> build.log || tail -5 build.log

cat > orders.csv <<'CSV'
id,name,amount,code,day,units
1,Ada,20,007,2024-01-02,9223372036854775807
2,ada,20.00,7,2024-01-02 00:00:00,1
3,"Ada ",19.99,10,2024-01-03,
4,Bob,0.5,1e1,2024-01-03,
CSV
cat > queries <<'SQL'
SELECT a.id, b.id FROM orders a JOIN orders b ON a.amount = b.amount AND a.id < b.id
SELECT amount, COUNT(*) FROM orders GROUP BY amount
SELECT a.id, b.id FROM orders a JOIN orders b ON a.code = b.code AND a.id < b.id
SELECT DISTINCT code FROM orders
SELECT 1 AS one UNION SELECT '1' UNION SELECT 1.0 UNION SELECT true
SELECT 1.0 = 1, 1.0 = true, '1' = 1.0
SELECT id FROM orders WHERE name <> 'Ada'
SELECT name, COUNT(*) FROM orders GROUP BY name
SELECT day, COUNT(*) FROM orders GROUP BY day
SELECT 9223372036854775807 + 1
SELECT SUM(units) FROM orders
SQL
# The answers' rows, each query's on one line.
ask() {
  while read -r query; do
    echo "$query: $(./csvq -f CSV -N "$query" 2>&1 < /dev/null | paste -sd ';')"
  done < queries
}
diff <(ask) - <<'SEEN'
SELECT a.id, b.id FROM orders a JOIN orders b ON a.amount = b.amount AND a.id < b.id: 1,2
SELECT amount, COUNT(*) FROM orders GROUP BY amount: 20,1;20.00,1;19.99,1;0.5,1
SELECT a.id, b.id FROM orders a JOIN orders b ON a.code = b.code AND a.id < b.id: 1,2;3,4
SELECT DISTINCT code FROM orders: 007;10;1e1
SELECT 1 AS one UNION SELECT '1' UNION SELECT 1.0 UNION SELECT true: 1;1
SELECT 1.0 = 1, 1.0 = true, '1' = 1.0: true,true,true
SELECT id FROM orders WHERE name <> 'Ada': 4
SELECT name, COUNT(*) FROM orders GROUP BY name: Ada,3;Bob,1
SELECT day, COUNT(*) FROM orders GROUP BY day: 2024-01-02,2;2024-01-03,2
SELECT 9223372036854775807 + 1: -9223372036854775808
SELECT SUM(units) FROM orders: 9223372036854776000
SEEN
echo "still so: csvq joins what it counts apart"
