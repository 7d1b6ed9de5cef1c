// Packs the built server as an MCP bundle, feldera-mcp-VERSION.mcpb, and starts it from what was packed. The bundle's own
// validator is asked, but lets pass a manifest whose files are missing or whose values no setting has: that is held here.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const TOOL = "@anthropic-ai/mcpb@2.1.2";
const PACKED = ["dist", "demo", "LICENSE", "README.md", "THIRD-PARTY-NOTICES.md", "package.json"];

const root = fileURLToPath(new URL("..", import.meta.url));
const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const bundle = join(root, `${name}-${version}.mcpb`);
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-bundle-"));
try {
  const [staged, unpacked] = [join(folder, "staged"), join(folder, "unpacked")];
  for (const path of PACKED) cpSync(join(root, path), join(staged, path), { recursive: true });
  cpSync(join(root, "packaging/manifest.json"), join(staged, "manifest.json"));
  mcpb("validate", join(staged, "manifest.json"));
  mcpb("pack", staged, bundle);
  mcpb("unpack", bundle, unpacked);
  const manifest = JSON.parse(readFileSync(join(unpacked, "manifest.json"), "utf8"));
  const server = filledIn(manifest, unpacked);
  const { tools } = await asked(server, (client) => client.listTools());
  const [listed, promised] = [tools, manifest.tools].map((all) => all.map((tool) => tool.name).join(", "));
  if (listed !== promised) throw new Error(`the manifest names ${promised}; the server lists ${listed}`);
  const call = { name: "diagnose_pipeline", arguments: { pipeline_name: "order_enrich2" } };
  const demo = { ...server, env: { ...server.env, FELDERA_MCP_DEMO: "1" } };
  const { content, isError } = await asked(demo, (client) => client.callTool(call));
  if (isError) throw new Error(content[0].text);
  console.log(`${bundle}: starts from what was packed, lists ${tools.length} tools and answers a call`);
} finally {
  rmSync(folder, { recursive: true });
}

function mcpb(...args) {
  execFileSync("npx", ["-y", "-p", TOOL, "mcpb", ...args], { stdio: ["ignore", "ignore", "inherit"] });
}

/** What a client hears of the server. */
async function asked(server, question) {
  const client = new Client({ name: "feldera-mcp-bundle", version });
  await client.connect(new StdioClientTransport(server));
  return question(client).finally(() => client.close());
}

/** What a client runs, its user having changed no setting. Fails for a file or a setting that is not there. */
function filledIn({ server, user_config }, unpacked) {
  if (!existsSync(join(unpacked, server.entry_point))) throw new Error(`no ${server.entry_point} was packed`);
  const used = new Set();
  const fill = (text) =>
    text.replace(/\$\{([^}]*)\}/g, (whole, variable) => {
      if (variable === "__dirname") return unpacked;
      const option = variable.replace(/^user_config\./, "");
      if (!Object.hasOwn(user_config, option)) throw new Error(`the manifest has no setting for ${whole}`);
      used.add(option);
      return String(user_config[option].default ?? whole);
    });
  const { command, args, env } = server.mcp_config;
  const filled = {
    command,
    args: args.map(fill),
    env: Object.fromEntries(Object.entries(env).map(([variable, value]) => [variable, fill(value)])),
  };
  const unused = Object.keys(user_config).filter((option) => !used.has(option));
  if (unused.length > 0) throw new Error(`nothing takes ${unused.join(", ")}`);
  return filled;
}
