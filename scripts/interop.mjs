// Has real clients list this server's tools and call them, over stdio, and prints what each does with an answer, an error,
// an answer that takes seven seconds, and a call that it gives up. Each is installed, pinned, in a temporary folder; with
// INTEROP_DIR in that one, to be used again. Takes Node, npm, Python 3 and Go, and leaves out what is not there, aloud.
// `npm run interop`, or `node scripts/interop.mjs NAME…` for some.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CLIENTS } from "./interop/clients.mjs";
import { startFeldera } from "./interop/feldera.mjs";
import { rowOf } from "./interop/row.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const base = process.env.INTEROP_DIR ?? mkdtempSync(join(tmpdir(), "feldera-mcp-interop-"));
const wanted = process.argv.slice(2);
const clients = CLIENTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
let rows;
try {
  // Side by side, but for those that are installed in one folder.
  const folders = new Map();
  for (const client of clients) folders.set(client.folder, [...(folders.get(client.folder) ?? []), client]);
  const rowsOfFolders = await Promise.all([...folders.values()].map(triedInTurn));
  const all = new Map(rowsOfFolders.flat());
  rows = clients.map((client) => all.get(client));
} finally {
  if (process.env.INTEROP_DIR === undefined) rmSync(base, { recursive: true });
}
const titles = ["client", "version", "era", "listed", "called", "error", "7 s", "cancel"];
const table = [titles, titles.map(() => "---"), ...rows.map(({ cells }) => cells)];
console.log(table.map((cells) => `| ${cells.join(" | ")} |`).join("\n"));
for (const { problem } of rows) if (problem !== undefined) console.error(`interop: ${problem}`);
if (rows.some(({ problem }) => problem !== undefined)) process.exitCode = 1;

async function triedInTurn(clients) {
  const rows = [];
  for (const client of clients) rows.push([client, await tried(client)]);
  return rows;
}

/** What a client did, as a row, and what is wrong with it. */
async function tried(client) {
  const { name, install, needs, run } = client;
  if (spawnSync(needs, [needs === "go" ? "version" : "--version"]).status !== 0) {
    return { cells: [name, client.version, ...Array(6).fill(`not tried: no ${needs} here`)] };
  }
  const folder = join(base, client.folder);
  const feldera = await startFeldera();
  const log = join(folder, `wire-${name.replace(/\W+/g, "-")}.log`);
  try {
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true });
      await install(folder);
    }
    cpSync(join(root, "scripts/interop"), folder, { recursive: true });
    writeFileSync(log, "");
    const server = [process.execPath, join(folder, "tap.mjs"), log, join(root, "dist/feldera-mcp.js")];
    const env = { ...process.env, FELDERA_HOST: feldera.url, SERVER: JSON.stringify(server) };
    const seen = await run({ folder, env, server });
    return rowOf(client, seen, readLog(log), feldera.hungUp[0]);
  } catch (error) {
    const problem = `${name} ${client.version}: ${String(error.stderr ?? error.stack).slice(-1_500)}`;
    return { cells: [name, client.version, ...Array(6).fill("failed")], problem };
  } finally {
    feldera.close();
  }
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
