// Runs an MCP server for a client, and writes every message that passes to a file:
//   node proxy.mjs FILE COMMAND ARGUMENT...
// "> " stands before what the client says, "< " before what the server says.
import { spawn } from "node:child_process";
import { openSync, writeSync } from "node:fs";

/** What is written at most, in bytes; more of it passes, and a last line says that it was not written. */
const RECORDED_BYTES = 16 * 2 ** 20;

const [file = "", command = "", ...args] = process.argv.slice(2);
const record = openSync(file, "a");
let room = RECORDED_BYTES;
const server = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });

function write(line) {
  if (room < 0) return;
  room -= Buffer.byteLength(line);
  writeSync(record, room < 0 ? "! cut\n" : line);
}

function pass(from, to, head) {
  let rest = "";
  from.setEncoding("utf8");
  from.on("data", (text) => {
    to.write(text);
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) write(`${head}${line}\n`);
    if (rest.length > RECORDED_BYTES) {
      room = -1;
      rest = "";
    }
  });
  from.on("end", () => to.end());
}

// Either side may hang up at any time.
for (const stream of [server.stdin, process.stdout]) stream.on("error", () => {});
pass(process.stdin, server.stdin, "> ");
pass(server.stdout, process.stdout, "< ");
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
server.on("error", () => process.exit(1));
server.on("exit", (code) => process.exit(code ?? 1));
