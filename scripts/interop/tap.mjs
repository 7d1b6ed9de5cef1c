// Starts the server for a client, and keeps what goes over the wire: node tap.mjs LOG SERVER ARGS…
// A line of the log is the time in ms since 1970, the sender and the message.
import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [log, ...args] = process.argv.slice(2);
const server = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
const keep = (sender, input) =>
  createInterface({ input }).on("line", (line) => appendFileSync(log, `${Date.now()} ${sender} ${line}\n`));
keep("client", process.stdin);
keep("server", server.stdout);
process.stdin.pipe(server.stdin);
server.stdout.pipe(process.stdout);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    appendFileSync(log, `${Date.now()} client ${JSON.stringify({ signal })}\n`);
    server.kill(signal);
  });
}
server.on("exit", (code) => process.exit(code ?? 0));
