#!/usr/bin/env bash
# Guess: a manifest that `mcpb validate` passes and `mcpb pack` packs can be started.
# What happens: both pass one whose entry point is not there, whose args name another file that is not there, and whose
#   env takes a ${user_config.…} that no setting has; the server then gets that placeholder as its value.
# Seen with: npm @anthropic-ai/mcpb 2.1.2.
# Why it matters: a renamed file or a misspelt setting is found by the first user, not by the build.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @anthropic-ai/mcpb@2.1.2

mkdir bundle
cat > bundle/manifest.json <<'JSON'
{
  "manifest_version": "0.3", "name": "n", "version": "1.0.0", "description": "d", "author": { "name": "a" },
  "server": {
    "type": "node", "entry_point": "not-there.js",
    "mcp_config": { "command": "node", "args": ["${__dirname}/nor-this.js"], "env": { "KEY": "${user_config.misspelt}" } }
  },
  "user_config": { "key": { "type": "string", "title": "Key", "description": "The key" } }
}
JSON
verdict() { if npx mcpb "$@" >/dev/null 2>&1; then echo passed; else echo refused; fi; }
diff <(echo "validate $(verdict validate bundle/manifest.json)"; echo "pack $(verdict pack bundle n.mcpb)") - <<'SEEN'
validate passed
pack passed
SEEN
echo "still so: mcpb passes a manifest without its entry point, and with a setting that there is not"
