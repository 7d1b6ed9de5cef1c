#!/usr/bin/env bash
# Guess: csvkit, which makes JSON, a table's declaration or another order of a CSV file, takes for numbers, dates and truth
#   what is written as such, and leaves a text as it is; 10:30 is a time of day, and 1.234,5 no number or 1234.5.
# What happens: a column of April, June and May is one of dates in the year 1, and so is one of mon, sat and sun; a score
#   3-1 is 2001-03-01. 10:30 is ten minutes and a half, 5m five minutes. Commas are taken out of a number, so that "1.234,5" is
#   1.2345 and "0,5" is 5; so are % and $, and 5% is 5. A column of 0 and 1 is true and false, and 9007199254740993 is
#   …992 in JSON. csvsort writes the new values as well. One other value in a column, Ann beside April, and all stay texts.
# Seen with: PyPI csvkit 2.2.0 with agate 1.14.2 (option -I turns it off).
# Why it matters: it is the usual way to declare a table for a CSV file and to make rows of it. What comes depends on the
#   whole column, so that a file with other names next day has another type, and amounts written as in most of Europe are
#   wrong by powers of ten.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile csvkit==2.2.0 agate==1.14.2

cat > rows.csv <<'CSV'
name,day,score,share,took,at,amount,id,ok
April,mon,1-2,5%,5m,10:30,"1.234,5",9007199254740993,1
June,sat,3-1,120%,90s,08:15,"0,5",2,0
May,sun,2-2,$7,1h,00:05,"10,25",3,1
CSV
{
  venv/bin/csvjson --stream rows.csv
  venv/bin/csvsql -i postgresql rows.csv | tr -d '\t' | sed 's/ *$//'
  venv/bin/csvcut -c name,score rows.csv | venv/bin/csvsort -c name
  sed 's/^May/Ann/' rows.csv | venv/bin/csvcut -c name,score | venv/bin/csvjson --stream
} > told
diff told - <<'SEEN'
{"name": "0001-04-01", "day": "0001-01-08", "score": "2001-01-02", "share": 5.0, "took": "0:05:00", "at": "0:10:30", "amount": 1.2345, "id": 9007199254740992.0, "ok": true}
{"name": "0001-06-01", "day": "0001-01-06", "score": "2001-03-01", "share": 120.0, "took": "0:01:30", "at": "0:08:15", "amount": 5.0, "id": 2.0, "ok": false}
{"name": "0001-05-01", "day": "0001-01-07", "score": "2001-02-02", "share": 7.0, "took": "1:00:00", "at": "0:00:05", "amount": 1025.0, "id": 3.0, "ok": true}
CREATE TABLE rows (
name DATE NOT NULL,
day DATE NOT NULL,
score DATE NOT NULL,
share DECIMAL NOT NULL,
took INTERVAL NOT NULL,
at INTERVAL NOT NULL,
amount DECIMAL NOT NULL,
id DECIMAL NOT NULL,
ok BOOLEAN NOT NULL
);
name,score
0001-04-01,2001-01-02
0001-05-01,2001-02-02
0001-06-01,2001-03-01
{"name": "April", "score": "2001-01-02"}
{"name": "June", "score": "2001-03-01"}
{"name": "Ann", "score": "2001-02-02"}
SEEN
echo "still so: csvkit takes April for a date, and 1.234,5 for 1.2345"
