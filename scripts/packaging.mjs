// Writes what clients and registries read of this package, from package.json and the settings: server.json for the MCP
// registry, packaging/manifest.json for an MCP bundle, and the README's links that install it. With --check it only
// compares.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importSource } from "./import-source.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const { SETTINGS, DESCRIBED_SETTINGS, MADE_TOOLS } = await importSource(`
  export { SETTINGS } from "./src/config/settings.ts";
  export { DESCRIBED_SETTINGS } from "./src/config/setting-meanings.ts";
  export { MADE_TOOLS } from "./src/mcp/early/lists.ts";`);

/** The registry takes 100 characters. */
const SHORT =
  "Debug Feldera pipelines: why one is down, slow, not compiling, losing rows or growing in memory";
const TITLE = "Feldera debugging";
const ENTRY = manifest.bin["feldera-mcp"];
const [OWNER] = /(?<=github\.com\/)[^/]+/.exec(manifest.repository.url);

/** What a person is asked for who installs the bundle. The other settings keep their defaults. */
const ASKED_FOR = {
  host: { title: "Feldera's address", type: "string", default: SETTINGS.host.byDefault },
  apiKey: {
    title: "API key",
    type: "string",
    sensitive: true,
    description: "Feldera API key, or an OIDC token; a key with the role read is enough",
  },
  tenant: { title: "Tenant", type: "string" },
  tlsCert: { title: "Certificate", type: "file" },
  toolsets: { title: "Sets of tools", type: "string", default: SETTINGS.toolsets.byDefault },
  readOnly: { title: "Read only", type: "boolean", default: false },
};

/** Of no use to a client that starts the server. */
const OVER_HTTP = [
  "http",
  "listen",
  "allowedHosts",
  "allowedOrigins",
  "tokensFile",
  "oidcIssuer",
  "oidcAudience",
];

/** How a setting's name is written in the bundle's manifest. */
const optionOf = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const FILES = {
  "server.json": json(registryEntry()),
  "packaging/manifest.json": json(bundleManifest()),
  "README.md": withLinks(readFileSync(`${root}README.md`, "utf8")),
};

for (const [path, content] of Object.entries(FILES)) {
  if (!process.argv.includes("--check")) writeFileSync(root + path, content);
  else if (readOr(root + path) !== content) {
    console.error(`packaging: ${path} is out of date; run \`node scripts/packaging.mjs\``);
    process.exitCode = 1;
  }
}

function registryEntry() {
  const { mcpName, version, homepage, repository, name } = manifest;
  const own = Object.entries(SETTINGS)
    .filter(([setting, { env }]) => env.startsWith("FELDERA_") && !OVER_HTTP.includes(setting))
    .map(([, setting]) => setting);
  return {
    $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    name: mcpName,
    title: TITLE,
    description: SHORT,
    version,
    websiteUrl: homepage,
    repository: { url: repository.url.replace(/^git\+|\.git$/g, ""), source: "github" },
    packages: [
      {
        registryType: "npm",
        identifier: name,
        version,
        runtimeHint: "npx",
        transport: { type: "stdio" },
        environmentVariables: own.map(environmentVariable),
      },
    ],
  };
}

function environmentVariable({ env, flag, value, byDefault }) {
  return {
    name: env,
    description: meaningOf({ env }),
    format:
      value === undefined && flag !== undefined
        ? "boolean"
        : /FILE|DIR|PATH/.test(value)
          ? "filepath"
          : "string",
    isRequired: false,
    isSecret: flag === undefined,
    ...(byDefault !== undefined && /^\S+$/.test(byDefault) && { default: byDefault }),
  };
}

function bundleManifest() {
  const { name, version, description, license, keywords, homepage, bugs, repository, engines } = manifest;
  const asked = Object.entries(ASKED_FOR);
  const debug = MADE_TOOLS.filter(({ toolset }) => toolset === "debug");
  return {
    manifest_version: "0.3",
    name,
    display_name: TITLE,
    version,
    description: SHORT,
    long_description: `${description}.`,
    author: { name: OWNER, url: `https://github.com/${OWNER}` },
    repository: { type: repository.type, url: repository.url.replace(/^git\+/, "") },
    homepage,
    support: bugs.url,
    license,
    keywords,
    server: {
      type: "node",
      entry_point: ENTRY,
      mcp_config: {
        command: "node",
        args: [`\${__dirname}/${ENTRY}`],
        env: Object.fromEntries(
          asked.map(([setting]) => [SETTINGS[setting].env, `\${user_config.${optionOf(setting)}}`]),
        ),
      },
    },
    tools: debug.map(({ listed }) => ({ name: listed.name, description: listed.title })),
    // With --toolsets there are more.
    tools_generated: true,
    prompts_generated: true,
    compatibility: { platforms: ["darwin", "linux", "win32"], runtimes: { node: engines.node } },
    user_config: Object.fromEntries(
      asked.map(([setting, option]) => [
        optionOf(setting),
        { description: capitalised(meaningOf(SETTINGS[setting])), ...option, required: false },
      ]),
    ),
  };
}

/** The README, with its links that install the server. */
function withLinks(readme) {
  const { vsCode, cursor } = installLinks();
  const links = [
    `- [Install it in VS Code](${vsCode}), which asks for the address and the key`,
    `- [Install it in Cursor](${cursor}); the key is then to be written beside the address, as above`,
    "",
  ].join("\n");
  return readme.replace(/(?<=<!-- install links -->\n)[\s\S]*?(?=<!-- \/install links -->)/, () => links);
}

/** @see https://code.visualstudio.com/docs/copilot/chat/mcp-servers, https://cursor.com/docs/context/mcp/install-links */
function installLinks() {
  const [HOST, KEY] = ["feldera-host", "feldera-key"];
  const { host, apiKey } = SETTINGS;
  const server = { command: "npx", args: ["-y", `${manifest.name}@${manifest.version}`] };
  const inputs = [
    {
      type: "promptString",
      id: HOST,
      description: capitalised(meaningOf(host)),
      default: host.byDefault,
    },
    { type: "promptString", id: KEY, description: ASKED_FOR.apiKey.description, password: true },
  ];
  const env = { [host.env]: `\${input:${HOST}}`, [apiKey.env]: `\${input:${KEY}}` };
  const vsCode = new URL("https://vscode.dev/redirect/mcp/install");
  vsCode.searchParams.set("name", "feldera");
  vsCode.searchParams.set("inputs", JSON.stringify(inputs));
  vsCode.searchParams.set("config", JSON.stringify({ type: "stdio", ...server, env }));
  const cursor = new URL("https://cursor.com/en/install-mcp");
  const config = JSON.stringify({ ...server, env: { [host.env]: host.byDefault } });
  cursor.searchParams.set("name", "feldera");
  cursor.searchParams.set("config", Buffer.from(config).toString("base64"));
  // In a query `+` stands for a space, which not every reader of these links takes it for; brackets would end a link.
  const written = (url) => url.href.replaceAll("+", "%20").replaceAll("(", "%28").replaceAll(")", "%29");
  return { vsCode: written(vsCode), cursor: written(cursor) };
}

function meaningOf({ env }) {
  return DESCRIBED_SETTINGS.find((setting) => setting.env === env).means;
}

function capitalised(text) {
  return text[0].toUpperCase() + text.slice(1);
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function readOr(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
