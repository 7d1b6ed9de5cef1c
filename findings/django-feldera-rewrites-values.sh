#!/usr/bin/env bash
# Guess: a queryset that is compiled to a Feldera view means the same there, or is refused: dates are date literals, texts
#   are what they were, and a slice, which a view cannot have, is an error.
# What happens: values are set into the SQL first, without quotes where they are no text, and words are replaced in all of
#   it afterwards. date(2024, 1, 31) is the sum 2024-01-31, 1992. The text "public.shop, LIMIT 5" loses "public." and
#   " LIMIT 5", 'a::b' has a CAST put into it. A slice of the first ten is the view of all rows, with a warning that only
#   feldera_inspect shows. note__contains casts half a column, "orders".CAST("note" AS text), which is no SQL. Tables that
#   only a subquery reads are not declared.
# Seen with: PyPI django-feldera 0.1.0 with feldera 0.369.0, Django 5.2.8 and psycopg 3.3.9. No database is asked.
# Why it matters: the top ten are all, and a filter of a text finds nothing, in a pipeline that compiles and runs well; what
#   does not compile is refused in words about SQL that nobody wrote.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile django-feldera==0.1.0 feldera==0.369.0 Django==5.2.8 'psycopg[binary]==3.3.9'

cat > seen.py <<'PY'
from datetime import date

import django
from django.conf import settings
from django.db import models

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "HOST": "127.0.0.1"}},
    INSTALLED_APPS=["django_feldera"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django_feldera.compiler import FelderaViewCompiler

class Customer(models.Model):
    class Meta:
        app_label = "shop"
        db_table = "customers"

class Order(models.Model):
    placed = models.DateField()
    note = models.TextField()
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

    class Meta:
        app_label = "shop"
        db_table = "orders"

orders = Order.objects.values("id")
for name, queryset in {
    "number": orders.filter(id__gte=5),
    "text": orders.filter(note="it's"),
    "date": orders.filter(placed__gte=date(2024, 1, 31)),
    "public": orders.filter(note="public.shop, LIMIT 5"),
    "colons": orders.filter(note="a::b"),
    "contains": orders.filter(note__contains="a"),
    "slice": orders.order_by("-placed")[:10],
    "subquery": orders.filter(customer__in=Customer.objects.filter(id__gt=5)),
}.items():
    compiled = FelderaViewCompiler(queryset, "v").compile()
    sql = compiled.select_sql.removeprefix('SELECT "orders"."id" AS "id" FROM "orders" ')
    print(f"{name}: {sql}", *compiled.table_names, sep=" | ")
PY
diff <(venv/bin/python seen.py) - <<'SEEN'
number: WHERE "orders"."id" >= 5 | orders
text: WHERE "orders"."note" = 'it''s' | orders
date: WHERE "orders"."placed" >= 2024-01-31 | orders
public: WHERE "orders"."note" = 'shop,' | orders
colons: WHERE "orders"."note" = 'CAST(a AS b)' | orders
contains: WHERE "orders".CAST("note" AS text) LIKE '%a%' | orders
slice: ORDER BY "orders"."placed" DESC | orders
subquery: WHERE "orders"."customer_id" IN (SELECT U0."id" FROM "customers" U0 WHERE U0."id" > 5) | orders
SEEN
echo "still so: django-feldera replaces words within texts, and makes a sum of a date"
