#!/usr/bin/env bash
# Guess: Pipeline.stats() holds what GET …/stats answered, under the same names.
# What happens: initial_start_time is filled from start_time, so that a pipeline that was resumed from a
#   checkpoint seems to have started from nothing; suspend_error is always None, whatever the answer says; and
#   what the class has no attribute for at that level, such as checkpoint_activity, is dropped.
# Seen with: PyPI feldera 0.369.0, feldera.stats, which Pipeline.stats() fills from the answer.
# Why it matters: whether a pipeline was resumed, and whether it can make a checkpoint at all, are asked first
#   when state is missing. A script's "no suspend error" proves nothing; get_pipeline_stats has the raw answer.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile feldera==0.369.0

cat > seen.py <<'PY'
from feldera.stats import PipelineStatistics

answer = {
    "global_metrics": {
        "state": "Running",
        "transaction_status": "NoTransaction",
        "incarnation_uuid": "01900000-0000-7000-8000-000000000001",
        "start_time": 2_000_000_000,
        "initial_start_time": 1_000_000_000,
    },
    "suspend_error": {"Permanent": ["StorageRequired"]},
    "checkpoint_activity": {"status": "idle"},
    "inputs": [],
    "outputs": [],
}
stats = PipelineStatistics.from_dict(answer)
print("start_time", stats.global_metrics.start_time.timestamp())
print("initial_start_time", stats.global_metrics.initial_start_time.timestamp())
print("suspend_error", stats.suspend_error)
print("checkpoint_activity", hasattr(stats, "checkpoint_activity"))
PY
diff <(venv/bin/python seen.py) - <<'SEEN'
start_time 2000000000.0
initial_start_time 2000000000.0
suspend_error None
checkpoint_activity False
SEEN
echo "still so: feldera's statistics show start_time twice and never a suspend_error"
