#!/usr/bin/env bash
# Guess: View.query("orders > 1") raises, or answers from the database under the same condition, where Feldera cannot
#   answer; a metric that is "1 if the pipeline's state is Running, 0 otherwise" is 0 of a pipeline that is stopped.
# What happens: whatever goes wrong, a misspelt column in the condition too, the whole source query
#   is answered from the database, without the condition and without an error. And pipeline_up is 0 of a paused pipeline
#   alone: of one that is stopped, or that cannot be asked, there is no such line.
# Seen with: PyPI django-feldera 0.1.0 with feldera 0.369.0, Django 5.2.8 and psycopg 3.3.9 (which it imports), on SQLite,
#   against a server on loopback that answers as Feldera's manager does.
# Why it matters: "the customers that are over the limit" becomes all customers while a pipeline is down. An alert on
#   pipeline_up == 0 is silent in just the case that it is for.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile django-feldera==0.1.0 feldera==0.369.0 Django==5.2.8 'psycopg[binary]==3.3.9'

cat > seen.py <<'PY'
import json, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import django
from django.conf import settings
from django.db import connection, models

answers = {}
PIPELINE = {"name": "shop", "program_code": "", "deployment_status": "Running"}

def refusal(code):
    return {"message": "no", "error_code": code, "details": {}}

class Manager(BaseHTTPRequestHandler):
    def do_GET(self):
        part = self.path.split("?")[0].split("/")[-1]
        status, body = answers.get(part, (200, {"edition": "Open source", "version": "0.369.0"}))
        data = json.dumps(body).encode()
        self.send_response(status)
        if status == 503:
            self.send_header("retry-after", "1")
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Manager)
threading.Thread(target=server.serve_forever, daemon=True).start()
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django_feldera"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    FELDERA={"URL": f"http://127.0.0.1:{server.server_port}"},
)
django.setup()

from django_feldera.contrib.metrics.exporter import render_prometheus
from django_feldera.views import MaterializedView

class Order(models.Model):
    customer = models.CharField(max_length=9)

    class Meta:
        app_label = "shop"

with connection.schema_editor() as editor:
    editor.create_model(Order)
for customer in "aab":
    Order.objects.create(customer=customer)

class Busy(MaterializedView):
    class Meta:
        sink = None
        source_queryset = Order.objects.values("customer").annotate(orders=models.Count("id")).order_by("customer")

def told(condition):
    try:
        return [f"{row['customer']}: {row['orders']}" for row in Busy.query(condition)]
    except Exception as error:
        return f"raises {type(error).__name__}"

def up():
    return [line for line in render_prometheus().splitlines() if "pipeline_up{" in line]

answers["shop"] = (200, PIPELINE)
answers["query"] = (200, {"customer": "a", "orders": 2})
print("answered:", told("orders > 1"))
answers["query"] = (400, refusal("AdHocQueryError"))
print("column misspelt:", told("order > 1"))
answers["shop"] = (200, PIPELINE)
for state in ("Running", "Paused"):
    metrics = {"state": state, "incarnation_uuid": "0" * 32, "start_time": 1, "transaction_status": "NoTransaction"}
    unread = dict.fromkeys(["uptime_msecs", "rss_bytes", "storage_bytes", "total_input_records"])
    answers["stats"] = (200, {"global_metrics": {**metrics, **unread}, "inputs": [], "outputs": []})
    print(f"{state}:", *up())
answers["stats"] = (503, refusal("PipelineInteractionNotDeployed"))
print("stopped:", *up())
PY
diff <(venv/bin/python seen.py 2> /dev/null) - <<'SEEN'
answered: ['a: 2']
column misspelt: ['a: 2', 'b: 1']
Running: django_feldera_pipeline_up{pipeline="shop"} 1
Paused: django_feldera_pipeline_up{pipeline="shop"} 0
stopped:
SEEN
echo "still so: django-feldera answers a refused query without its condition, and a stopped pipeline is not down"
