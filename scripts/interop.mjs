// Has real clients list this server's tools and call them, over stdio and over HTTP with a bearer token, and prints what
// each does with an answer, an error, an answer that takes seven seconds, and a call that it gives up. Each is installed,
// pinned, in a temporary folder; with INTEROP_DIR in that one, to be used again. Takes Node, npm, Python 3 and Go, and leaves
// out what is not there, aloud. `npm run interop`, or `node scripts/interop.mjs NAME…` for some rows; with --install before
// the names they are installed in INTEROP_DIR, and no more.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CLIENTS } from "./interop/clients.mjs";
import { startFeldera } from "./interop/feldera.mjs";
import { startHttpServer } from "./interop/http-server.mjs";
import { startHttpTap } from "./interop/http-tap.mjs";
import { rowOf } from "./interop/row.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const base = process.env.INTEROP_DIR ?? mkdtempSync(join(tmpdir(), "feldera-mcp-interop-"));
/** They mostly wait; with more, some take the server for one that does not answer. */
const AT_ONCE = 4;
const isInstall = process.argv[2] === "--install";
const wanted = process.argv.slice(isInstall ? 3 : 2);
const entry = join(root, "dist/feldera-mcp.js");
const clients = CLIENTS.flatMap((client) => [
  { ...client, connect: overStdio },
  { ...client, name: `${client.name} (HTTP)`, connect: overHttp },
]).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
let rows;
try {
  const prepared = new Map();
  const ready = (client) => {
    if (!prepared.has(client.folder)) prepared.set(client.folder, prepare(client));
    return prepared.get(client.folder);
  };
  if (isInstall) {
    await mapAtOnce(AT_ONCE, clients, ready);
    process.exit();
  }
  rows = await mapAtOnce(AT_ONCE, clients, (client) => tried(client, () => ready(client)));
} finally {
  if (process.env.INTEROP_DIR === undefined) rmSync(base, { recursive: true });
}
const titles = ["client", "version", "era", "listed", "called", "error", "7 s", "cancel"];
const table = [titles, titles.map(() => "---"), ...rows.map(({ cells }) => cells)];
console.log(table.map((cells) => `| ${cells.join(" | ")} |`).join("\n"));
for (const { problem } of rows) if (problem !== undefined) console.error(`interop: ${problem}`);
if (rows.some(({ problem }) => problem !== undefined)) process.exitCode = 1;

async function mapAtOnce(most, list, map) {
  const results = [];
  const left = list.entries();
  const worker = async () => {
    for (const [index, one] of left) results[index] = await map(one);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}

/** Installs what a client needs, once. */
async function prepare({ folder: name, install, build }) {
  const folder = join(base, name);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    try {
      await install(folder);
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
  }
  cpSync(join(root, "scripts/interop"), folder, { recursive: true });
  await build?.(folder);
}

/** What a client did, as a row, and what is wrong with it. */
async function tried(client, ready) {
  const { name, needs, run, connect } = client;
  if (spawnSync(needs, [needs === "go" ? "version" : "--version"]).status !== 0) {
    return { cells: [name, client.version, ...Array(6).fill(`not tried: no ${needs} here`)] };
  }
  const folder = join(base, client.folder);
  const feldera = await startFeldera();
  let connected;
  try {
    await ready();
    connected = await connect({ folder, name, env: { ...process.env, FELDERA_HOST: feldera.url } });
    const seen = await run({ folder, ...connected });
    return rowOf(client, seen, connected.wire(), feldera.hungUp[0]);
  } catch (error) {
    const problem = `${name} ${client.version}: ${String(error.stderr ?? error.stack).slice(-1_500)}`;
    return { cells: [name, client.version, ...Array(6).fill("failed")], problem };
  } finally {
    connected?.close();
    feldera.close();
  }
}

/** The client starts the server. */
async function overStdio({ folder, name, env }) {
  const log = join(folder, `wire-${name.replace(/\W+/g, "-")}.log`);
  writeFileSync(log, "");
  const server = [process.execPath, join(folder, "tap.mjs"), log, entry];
  return {
    env: { ...env, SERVER: JSON.stringify(server) },
    server,
    wire: () => readLog(log),
    close() {},
  };
}

/** The server has been started. */
async function overHttp({ folder, name, env }) {
  const tokensFile = join(folder, `tokens-${name.replace(/\W+/g, "-")}`);
  const server = await startHttpServer({ entry, env, tokensFile });
  const tap = await startHttpTap(server.url);
  return {
    env: { ...env, SERVER: "[]", MCP_URL: tap.url, MCP_TOKEN: server.token },
    http: { url: tap.url, header: `Authorization: Bearer ${server.token}` },
    wire: () => tap.wire,
    close() {
      tap.close();
      server.close();
    },
  };
}

/** The messages that went over the wire, in their order. */
function readLog(file) {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, atMs, sender, message] = /^(\d+) (\w+) (.*)$/.exec(line);
      return { atMs: Number(atMs), sender, ...JSON.parse(message) };
    });
}
