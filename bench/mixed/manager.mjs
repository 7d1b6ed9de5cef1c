// A Feldera on loopback, in a process of its own: no pipelines, the profiles that are in a folder, and a log of so many
// bytes. Sends its port to its parent.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { logOf } from "../logs/lines.mjs";

const [, , folder, logBytes] = process.argv;
const bodies = new Map(
  ["heap_profile", "samply_profile"].map((name) => [name, readFileSync(join(folder, name))]),
);
bodies.set("logs", logOf("records", Number(logBytes)));

const server = createServer(({ url }, response) => {
  const [path] = url.split("?");
  const body = bodies.get(path.slice(path.lastIndexOf("/") + 1));
  if (path === "/v0/pipelines") response.writeHead(200, { "content-type": "application/json" }).end("[]");
  else if (body !== undefined)
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(body);
  else response.writeHead(404).end();
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
