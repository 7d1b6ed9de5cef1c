#!/usr/bin/env bash
# Guess: the parser of the Python client gives samples back under the names in the text.
# What happens: the sample of a counter whose name does not end in _total gets that ending: from the line
#   "checkpoint_sync_push_failures 2" comes a sample checkpoint_sync_push_failures_total. Looking it up by the
#   name in the text finds nothing.
# Seen with: PyPI prometheus-client 0.26.0, prometheus_client.parser (the text format, not OpenMetrics).
# Why it matters: Feldera exposes counters without _total (checkpoint_sync_push_failures, pipeline_complete,
#   process_start_time_seconds); a script that alerts on them stays silent.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile prometheus-client==0.26.0

cat > read.py <<'PY'
from prometheus_client.parser import text_string_to_metric_families

TEXT = """\
# TYPE checkpoint_sync_push_failures counter
checkpoint_sync_push_failures{pipeline="p"} 2
# TYPE records_total counter
records_total{pipeline="p"} 3
# TYPE lag_records gauge
lag_records{pipeline="p"} 4
"""
for family in text_string_to_metric_families(TEXT):
    print("family", family.name, "samples", [sample.name for sample in family.samples])
PY
diff <(venv/bin/python read.py) - <<'SEEN'
family checkpoint_sync_push_failures samples ['checkpoint_sync_push_failures_total']
family records samples ['records_total']
family lag_records samples ['lag_records']
SEEN
echo "still so: prometheus_client's parser appends _total to counters"
