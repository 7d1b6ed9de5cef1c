// A manager that keeps one log, in a process of its own: the pipeline's name says how long it is (`1000000b`), and of
// which lines. It does not follow where it is asked not to, as managers do from 0.370 on. Sends its port to its parent.
import { createServer } from "node:http";

const RECORD =
  "[p] \x1b[2m2026-11-21T07:46:18.340912Z\x1b[0m \x1b[32m INFO\x1b[0m \x1b[2mdbsp_adapters::controller\x1b[0m\x1b[2m:\x1b[0m  batch NUMBER of orders.orders_gen took 12.5 ms, 'k-NUMBER' was its last\n";
const KINDS = {
  /** As a pipeline logs. */
  records: (i) => RECORD.replaceAll("NUMBER", String(i)),
  /** As many lines as a manager keeps in so few bytes. */
  short: (i) => `row ${String(i).padStart(6)} is read\n`,
};
const SAMPLE_BYTES = 2 ** 20;

const samples = Object.fromEntries(
  Object.entries(KINDS).map(([kind, line]) => {
    let text = "";
    for (let i = 0; text.length < SAMPLE_BYTES; i++) text += line(i);
    return [kind, Buffer.from(text)];
  }),
);

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
