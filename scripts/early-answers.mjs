// Writes src/mcp/early/made.json: what clients are told before they call anything, as the server itself answers it with
// every tool on. With --check it only compares.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importSource } from "./import-source.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}src/mcp/early/made.json`;

const server = await serverOverSource();
const [{ tools }, { prompts }, { resources }, { resourceTemplates }] = await Promise.all(
  ["tools/list", "prompts/list", "resources/list", "resources/templates/list"].map(server.ask),
);
const made = {
  legacyRevisions: server.revisions,
  tools: tools.map((listed) => {
    const { toolset, changesFeldera } = server.TOOLS.find(({ name }) => name === listed.name);
    return { toolset, changesFeldera, listed };
  }),
  prompts,
  resources,
  resourceTemplates: resourceTemplates.map((listed) => {
    const { tool } = server.RESOURCE_TEMPLATES.find(({ uriTemplate }) => uriTemplate === listed.uriTemplate);
    return { tool, listed };
  }),
};
const written = `{\n${Object.entries(made).map(fieldText).join(",\n")}\n}\n`;

if (!process.argv.includes("--check")) writeFileSync(target, written);
else if (!existsSync(target) || readFileSync(target, "utf8") !== written) {
  console.error(
    "early-answers: src/mcp/early/made.json is out of date; run `node scripts/early-answers.mjs`",
  );
  process.exitCode = 1;
}

/** An entry a line, so that a change shows where it is. */
function fieldText([name, entries]) {
  return `"${name}": [\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`;
}

/** The server, over the modules as they are, and what its lists are made of. */
async function serverOverSource() {
  const contents = `
    export { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
    export { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from "@modelcontextprotocol/sdk/types.js";
    export { TOOLS } from "./src/tools/all.ts";
    export { createRegistry } from "./src/mcp/registry.ts";
    export { createMcpServer, serverIdentity } from "./src/mcp/server.ts";
    export { RESOURCE_TEMPLATES } from "./src/mcp/resources/templates.ts";
    export { limitsWith } from "./src/config/limits.ts";`;
  const source = await importSource(
    contents,
    'import { createRequire } from "node:module"; const require = createRequire(process.cwd() + "/");',
  );
  const registry = source.createRegistry({
    tools: source.TOOLS,
    switchedOff: () => undefined,
    limits: source.limitsWith(),
    sources: { hasCollections: false },
  });
  const [ours, theirs] = source.InMemoryTransport.createLinkedPair();
  await source.createMcpServer(registry, source.serverIdentity("0.0.0")).connect(theirs);
  const waiting = new Map();
  ours.onmessage = ({ id, result }) => waiting.get(id)(result);
  const { TOOLS, RESOURCE_TEMPLATES, LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } = source;
  return {
    TOOLS,
    RESOURCE_TEMPLATES,
    revisions: [...new Set([LATEST_PROTOCOL_VERSION, ...SUPPORTED_PROTOCOL_VERSIONS])],
    ask: (method) =>
      new Promise((resolve) => {
        const id = waiting.size + 1;
        waiting.set(id, resolve);
        ours.send({ jsonrpc: "2.0", id, method });
      }),
  };
}
