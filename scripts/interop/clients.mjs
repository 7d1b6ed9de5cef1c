import { execFile, execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Newer than some of these clients need, and what the server is started with is another. */
const NODE = "node@24.21.0";
const nodeOf = (folder) => join(folder, "node_modules/node/bin/node");

const npm =
  (...packages) =>
  (folder) =>
    run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, ...packages, NODE], {
      cwd: folder,
    });

const pip = (...packages) =>
  async function install(folder) {
    await run("python3", ["-m", "venv", join(folder, "venv")]);
    await run(join(folder, "venv/bin/pip"), ["install", "--quiet", "--no-compile", ...packages]);
  };

/** What a program prints last: a line of JSON. */
const program =
  (command, ...args) =>
  async ({ folder, env }) => {
    const { stdout } = await run(command(folder), args, { cwd: folder, env, timeout: 300_000 });
    return JSON.parse(stdout.trim().split("\n").at(-1));
  };

const python = (name, script, version, ...packages) => ({
  name,
  version,
  needs: "python3",
  folder: `python-${script}`,
  install: pip(...packages),
  run: program((folder) => join(folder, "venv/bin/python"), `${script}.py`),
});

const sdk = (name, packageName, version, script, mode) => ({
  name,
  version,
  needs: "npm",
  folder: `npm-${script}`,
  install: npm(`${packageName}@${version}`, "zod@4.6.7"),
  run: ({ env, ...rest }) => program(nodeOf, `${script}.mjs`)({ ...rest, env: { ...env, MODE: mode } }),
});

/**
 * Each with how it is installed in a folder of its own, and run, with the command of a `server` that it starts itself, or
 * with the address of one over `http` and the header that it wants: what it saw is `listed`, a number of tools, and for each
 * call a `text` and whether it `isError`, or what was `raised`.
 */
export const CLIENTS = [
  sdk("SDK v1", "@modelcontextprotocol/sdk", "1.32.2", "sdk-v1"),
  sdk("SDK v2, legacy", "@modelcontextprotocol/client", "2.4.0", "sdk-v2", "legacy"),
  sdk("SDK v2, auto", "@modelcontextprotocol/client", "2.4.0", "sdk-v2", "auto"),
  {
    name: "Inspector CLI",
    version: "2.12.0",
    needs: "npm",
    folder: "npm-inspector",
    install: npm("@modelcontextprotocol/inspector@2.12.0"),
    run: inspector,
  },
  python("Python mcp", "mcp_client", "2.3.0", "mcp==2.3.0"),
  python("fastmcp", "fastmcp_client", "4.2.3", "fastmcp==4.2.3"),
  {
    name: "Go SDK",
    version: "1.8.0",
    needs: "go",
    folder: "go",
    async install(folder) {
      await run("go", ["mod", "init", "interop"], { cwd: folder });
      await run("go", ["get", "github.com/modelcontextprotocol/go-sdk@v1.8.0"], { cwd: folder });
    },
    build: (folder) => run("go", ["build", "-mod=mod", "-o", "probe", "go_client.go"], { cwd: folder }),
    run: program((folder) => join(folder, "probe")),
  },
  {
    name: "Claude Code",
    version: "2.1.332",
    needs: "npm",
    folder: "npm-claude",
    install: npm("@anthropic-ai/claude-code@2.1.332"),
    run: claudeCode,
  },
  python(
    "LangChain adapters",
    "langchain_client",
    "0.3.2",
    "langchain-mcp-adapters==0.3.2",
    "mcp==1.30.0",
    "langchain-core==1.8.3",
  ),
  python("OpenAI agents SDK", "openai_agents_client", "0.24.0", "openai-agents==0.24.0", "mcp==2.3.0"),
  python(
    "pydantic-ai",
    "pydantic_ai_client",
    "2.66.0",
    "pydantic-ai-slim[mcp]==2.66.0",
    "fastmcp-slim==4.2.3",
    "mcp==2.3.0",
  ),
];

/** A process for each call. */
async function inspector({ folder, env, server, http }) {
  const launcher = join(
    folder,
    "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js",
  );
  const target =
    http === undefined
      ? ["-e", `FELDERA_HOST=${env.FELDERA_HOST}`, ...server]
      : [http.url, "--transport", "http", "--header", http.header];
  const cli = async (...args) => {
    const { stdout } = await run(nodeOf(folder), [launcher, "--cli", ...target, ...args], {
      env,
      timeout: 120_000,
    }).catch((error) => {
      if (error.stdout?.trim().startsWith("{")) return error;
      throw error;
    });
    return JSON.parse(stdout);
  };
  const call = async (name, ...args) => {
    const { content, isError } = await cli("--method", "tools/call", "--tool-name", name, ...args);
    return { text: content[0].text, isError: isError === true };
  };
  const of = (pipeline) => ["--tool-arg", `pipeline_name=${pipeline}`];
  const { tools } = await cli("--method", "tools/list");
  return {
    listed: tools.length,
    called: await call("list_pipelines"),
    error: await call("list_checkpoints", ...of("nope")),
    slow: await call("list_checkpoints", ...of("slow")),
  };
}

/** Added and looked at as by hand; it calls tools for a model alone. */
async function claudeCode({ folder, env, server, http }) {
  const home = join(folder, http === undefined ? "home" : "home-http");
  mkdirSync(home, { recursive: true });
  const [node, bin] = [nodeOf(folder), join(folder, "node_modules/@anthropic-ai/claude-code")];
  const { bin: bins } = JSON.parse(execFileSync("cat", [join(bin, "package.json")], { encoding: "utf8" }));
  const [program, ...first] = /\.[cm]?js$/.test(bins.claude)
    ? [node, join(bin, bins.claude)]
    : [join(bin, bins.claude)];
  const claude = async (...args) => {
    const options = { cwd: home, env: { ...env, HOME: home, CLAUDE_CONFIG_DIR: home }, timeout: 120_000 };
    return (await run(program, [...first, ...args], options)).stdout;
  };
  await claude("mcp", "remove", "feldera").catch(() => {});
  const added =
    http === undefined
      ? ["feldera", "--env", `FELDERA_HOST=${env.FELDERA_HOST}`, "--", ...server]
      : ["--transport", "http", "feldera", http.url, "--header", http.header];
  await claude("mcp", "add", ...added);
  return { connected: await claude("mcp", "list") };
}
