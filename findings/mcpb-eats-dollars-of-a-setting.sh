#!/usr/bin/env bash
# Guess: what a user writes into a setting of an MCP bundle reaches the server as it was written.
# What happens: mcpb puts it in with JavaScript's String.replace, to which $$ and $& in the new text are patterns: the
#   key `a$$b` arrives as `a$b`, and `a$&b` holds the placeholder. The same goes for the folder that a bundle lies in.
# Seen with: npm @anthropic-ai/mcpb 2.1.2, whose getMcpConfigForManifest clients use to start a bundle's server.
# Why it matters: a password with $$ or $& is refused by whatever it is for, and the user sees it written right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @anthropic-ai/mcpb@2.1.2

cat > start.mjs <<'JS'
import { getMcpConfigForManifest } from "@anthropic-ai/mcpb";
const manifest = {
  manifest_version: "0.3", name: "n", version: "1.0.0", description: "d", author: { name: "a" },
  server: {
    type: "node", entry_point: "server.js",
    mcp_config: { command: "node", args: ["${__dirname}/server.js"], env: { KEY: "${user_config.key}" } },
  },
  user_config: { key: { type: "string", title: "Key", description: "The key", sensitive: true } },
};
for (const key of ["a$b", "a$$b", "a$&b"]) {
  const options = { manifest, extensionPath: "/opt/b", systemDirs: {}, userConfig: { key }, pathSeparator: "/" };
  const { env } = await getMcpConfigForManifest(options);
  console.log(`${key} -> ${env.KEY}`);
}
JS
diff <(node start.mjs) - <<'SEEN'
a$b -> a$b
a$$b -> a$b
a$&b -> a${user_config.key}b
SEEN
echo "still so: mcpb takes \$\$ and \$& in a setting for patterns of its own"
