#!/usr/bin/env bash
# Guess: a tool that compares two tables tells a row that is there twice in one and once in the other, and refuses a key that
#   several rows have, or compares each of them.
# What happens: csv-diff, without a key too, csvdiff and DeepDiff with ignore_order find no difference between three rows, one of
#   them doubled, and two. With a key that two rows share csv-diff and csvdiff take the last, so that a row which is gone is no
#   difference if another with its key stands behind it. In JSON csv-diff takes 1 for true, and a missing field for NULL. Its exit
#   code is 0 whether rows differ or not. daff tells each row, and so does DeepDiff with report_repetition.
# Seen with: PyPI csv-diff 1.2, csvdiff 0.3.3, deepdiff 9.1.0 and daff 1.4.2.
# Why it matters: views are bags of rows. What these tools are at hand for, to hold a pipeline's output against what it should be,
#   is where a row too many or too few is the fault that one looks for: delivered twice, or joined twice.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile csv-diff==1.2 csvdiff==0.3.3 deepdiff==9.1.0 daff==1.4.2

printf 'id,amount\n1,5\n1,5\n2,7\n' > doubled.csv
printf 'id,amount\n1,5\n2,7\n' > once.csv
printf 'id,amount\n1,5\n1,9\n2,7\n' > both.csv
printf 'id,amount\n1,9\n2,7\n' > last.csv
echo '[{"id": 1, "late": 1}, {"id": 2, "late": null}]' > number.json
echo '[{"id": 1, "late": true}, {"id": 2}]' > truth.json
cat > deep.py <<'PY'
import csv
import sys

import deepdiff

tables = [list(csv.DictReader(open(f"{name}.csv"))) for name in sys.argv[1:3]]
options = {option: True for option in sys.argv[3:]}
print(deepdiff.DeepDiff(*tables, ignore_order=True, **options) or "no difference")
PY
compare() {
  echo "$1: exit code $("${@:2}" > told 2>&1; echo $?), $(sed '/^$/d' told | tr '\n' ' ')"
}
for tables in 'doubled once' 'both last'; do
  read -r one other <<< "$tables"
  echo "$one and $other"
  compare 'csv-diff' venv/bin/csv-diff $one.csv $other.csv
  compare 'csv-diff by id' venv/bin/csv-diff --key=id $one.csv $other.csv
  compare 'csvdiff by id' venv/bin/csvdiff --style=compact id $one.csv $other.csv
  compare 'DeepDiff' venv/bin/python deep.py $one $other
  compare 'DeepDiff, report_repetition' venv/bin/python deep.py $one $other report_repetition
  compare 'daff' venv/bin/daff.py $one.csv $other.csv
done > seen
compare 'JSON, csv-diff by id' venv/bin/csv-diff --format=json --key=id number.json truth.json >> seen
diff seen - <<'SEEN'
doubled and once
csv-diff: exit code 0, 
csv-diff by id: exit code 0, 
csvdiff by id: exit code 0, {"_index": ["id"], "added": [], "changed": [], "removed": []}
DeepDiff: exit code 0, no difference 
DeepDiff, report_repetition: exit code 0, {'repetition_change': {'root[0]': {'old_repeat': 2, 'new_repeat': 1, 'old_indexes': [0, 1], 'new_indexes': [0], 'value': {'id': '1', 'amount': '5'}}}} 
daff: exit code 0, @@,id,amount ,1,5 ---,1,5 ,2,7 
both and last
csv-diff: exit code 0, 1 row removed   id: 1   amount: 5 
csv-diff by id: exit code 0, 
csvdiff by id: exit code 0, {"_index": ["id"], "added": [], "changed": [], "removed": []}
DeepDiff: exit code 0, {'iterable_item_removed': {'root[0]': {'id': '1', 'amount': '5'}}} 
DeepDiff, report_repetition: exit code 0, {'iterable_item_removed': {'root[0]': {'id': '1', 'amount': '5'}}} 
daff: exit code 0, @@,id,amount ---,1,5 ,1,9 ...,...,... 
JSON, csv-diff by id: exit code 0, 
SEEN
echo "still so: csv-diff does not see a doubled row"
