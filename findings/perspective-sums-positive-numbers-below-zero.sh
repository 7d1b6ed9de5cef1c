#!/usr/bin/env bash
# Guess: a grouped view of Perspective, which keeps pivots up to date while rows are updated, has what a new view over the same table
#   has. min and max treat a missing value alike, low and high too, and count counts what the others see.
# What happens: a standing view adds the difference to the sum that it has. Once 1e17 was in a group and was corrected to 2, the sum
#   of 2 and 1.5 is 0 where a new view has 3.5, of 2 and 2.5 it is 1, and of 2 and 0.5 it is -1; the total is wrong as well. max of
#   10 and NULL is NULL and min is 10; low is 0, below every value, and high is 10; count has both. A whole number beyond 32 bits
#   is a double where the type is read from the rows, a column declared integer cuts 1.9 to 1, and February 30 is March 1.
# Seen with: PyPI perspective-python 5.6.1 on Python 3.11.
# Why it matters: it is made to show rows that change, as the outputs of a view do. One wrong reading, since corrected, leaves a negative sum over
#   positive numbers on the screen of everybody who had the view open, and the right one on the screen of who comes later.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile perspective-python==5.6.1

cat > views.py <<'PY'
import perspective

client = perspective.Server().new_local_client()
SCHEMA = {"id": "integer", "of": "string", "value": "float"}
ROWS = [
    {"id": 1, "of": "corrected", "value": 1e17},
    {"id": 2, "of": "corrected", "value": 1.5},
    {"id": 3, "of": "other", "value": 10},
]


def told(view):
    return {"/".join(row.pop("__ROW_PATH__")) or "total": row for row in view.to_json()}


table = client.table(SCHEMA, index="id")
table.update(ROWS)
standing = table.view(group_by=["of"], columns=["value"], aggregates={"value": "sum"})
print("at first", told(standing))
for correction in ({"id": 1, "value": 2}, {"id": 2, "value": 2.5}, {"id": 2, "value": 0.5}):
    table.update([correction])
    new = table.view(group_by=["of"], columns=["value"], aggregates={"value": "sum"})
    print("after", correction, "standing", told(standing), "new", told(new))

missing = client.table(SCHEMA)
missing.update([
    {"id": 1, "of": "with", "value": 10}, {"id": 2, "of": "with", "value": None}, {"id": 3, "of": "without", "value": 10},
])
for aggregate in ("count", "avg", "min", "max", "low", "high"):
    print(aggregate, told(missing.view(group_by=["of"], columns=["value"], aggregates={"value": aggregate})))

print(client.table([{"n": 9007199254740993}, {"n": 1}]).view().to_json())
typed = client.table({"n": "integer", "day": "date"})
typed.update([{"n": 1.9, "day": "2024-02-30"}])
print(typed.view().to_csv())
PY
diff <(venv/bin/python views.py 2>&1) - <<'SEEN'
at first {'total': {'value': 1.0000000000000002e+17}, 'corrected': {'value': 1e+17}, 'other': {'value': 10.0}}
after {'id': 1, 'value': 2} standing {'total': {'value': 16.0}, 'corrected': {'value': 0.0}, 'other': {'value': 10.0}} new {'total': {'value': 13.5}, 'corrected': {'value': 3.5}, 'other': {'value': 10.0}}
after {'id': 2, 'value': 2.5} standing {'total': {'value': 17.0}, 'corrected': {'value': 1.0}, 'other': {'value': 10.0}} new {'total': {'value': 14.5}, 'corrected': {'value': 4.5}, 'other': {'value': 10.0}}
after {'id': 2, 'value': 0.5} standing {'total': {'value': 15.0}, 'corrected': {'value': -1.0}, 'other': {'value': 10.0}} new {'total': {'value': 12.5}, 'corrected': {'value': 2.5}, 'other': {'value': 10.0}}
count {'total': {'value': 3}, 'with': {'value': 2}, 'without': {'value': 1}}
avg {'total': {'value': 10.0}, 'with': {'value': 10.0}, 'without': {'value': 10.0}}
min {'total': {'value': 10.0}, 'with': {'value': 10.0}, 'without': {'value': 10.0}}
max {'total': {'value': None}, 'with': {'value': None}, 'without': {'value': 10.0}}
low {'total': {'value': 0.0}, 'with': {'value': 0.0}, 'without': {'value': 10.0}}
high {'total': {'value': 10.0}, 'with': {'value': 10.0}, 'without': {'value': 10.0}}
[{'n': 9007199254740992.0}, {'n': 1.0}]
"n","day"
1,2024-03-01

SEEN
echo "still so: Perspective sums positive numbers below zero"
