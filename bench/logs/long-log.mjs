// A manager that keeps one log, in a process of its own: the pipeline's name says how long it is (`1000000b`), and of
// which lines. It does not follow where it is asked not to, as managers do from 0.370 on. Sends its port to its parent.
import { createServer } from "node:http";
import { logOf } from "./lines.mjs";

const SAMPLE_BYTES = 2 ** 20;

const samples = { records: logOf("records", SAMPLE_BYTES), short: logOf("short", SAMPLE_BYTES) };

const server = createServer(({ url }, response) => {
  const [, size, kind] = /\/pipelines\/(\d+)b-(\w+)\/logs\?follow=false$/.exec(url) ?? [];
  if (size === undefined) return void response.writeHead(url.includes("/pipelines?") ? 200 : 404).end("[]");
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
  let left = Number(size);
  const write = () => {
    while (left > 0) {
      const part = samples[kind].subarray(0, left);
      left -= part.length;
      if (!response.write(part)) return;
    }
    response.end();
  };
  response.on("drain", write);
  write();
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
