#!/usr/bin/env bash
# Guess: convert_schemas_to_strict keeps optional arguments optional: strict schemas do so by allowing null.
# What happens: every argument becomes required, and none becomes nullable. A model then has to make up a
#   value for each: for an optional enum it must choose one of its words, for an optional number some number,
#   and the default in the schema is never used. Nothing is said, the schema only counts as strict.
# Seen with: PyPI openai-agents 0.24.0 (with mcp 2.3.0).
# Why it matters: a server sees filters, limits and time windows that nobody asked for, and answers less than
#   the question meant. What looks like a bad choice of the model was forced on it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile openai-agents==0.24.0 mcp==2.3.0

cat > client.py <<'PY'
import json

from agents.mcp import MCPServerStdio, MCPUtil
from mcp.types import Tool

schema = {
    "type": "object",
    "properties": {
        "pipeline": {"type": "string"},
        "lines": {"type": "integer", "default": 100},
        "level": {"type": "string", "enum": ["error", "warning"]},
    },
    "required": ["pipeline"],
    "additionalProperties": False,
}
server = MCPServerStdio(params={"command": "true"})
tool = MCPUtil.to_function_tool(Tool.model_validate({"name": "logs", "inputSchema": schema}), server, True)
print("strict:", tool.strict_json_schema)
print("required:", tool.params_json_schema["required"])
print("level:", json.dumps(tool.params_json_schema["properties"]["level"]))
PY
diff <(venv/bin/python client.py 2>/dev/null) - <<'SEEN'
strict: True
required: ['pipeline', 'lines', 'level']
level: {"type": "string", "enum": ["error", "warning"]}
SEEN
echo "still so: openai-agents' strict schema requires every optional argument, without null"
