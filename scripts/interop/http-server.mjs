import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** The server over HTTP, which wants a bearer token; its port is any that is free. */
export async function startHttpServer({ entry, env, tokensFile }) {
  const token = randomBytes(32).toString("hex");
  writeFileSync(tokensFile, `interop sha256:${createHash("sha256").update(token).digest("hex")}\n`);
  const args = [entry, "serve", "--http", "--listen", "127.0.0.1:0", "--tokens-file", tokensFile];
  const server = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: server.stderr })) {
    const [, url] = /serves MCP at (\S+)/.exec(line) ?? [];
    if (url === undefined) continue;
    server.stderr.resume();
    return { url, token, close: () => server.kill("SIGKILL") };
  }
  throw new Error("the server over HTTP does not start");
}
