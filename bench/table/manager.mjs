import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const recordings = new URL("../../test/recordings/", import.meta.url);
const PIPELINES = 5000;
const LARGE_BYTES = 17 * 2 ** 20;

/** A Feldera on loopback: recorded pipelines, a recorded heap profile of 46 kB, and the pipelines 5,000 times. */
export async function serveManager() {
  const pipelines = readFileSync(new URL("pipelines_status.body", recordings));
  const heap = readFileSync(new URL("heap_profile_2.body", recordings));
  const largeList = Buffer.from(listOf(JSON.parse(pipelines.toString())));
  const manager = { largeList, isLarge: false, delayMs: 0 };
  const server = createServer(async (request, response) => {
    await sleep(manager.delayMs);
    const [path] = request.url.split("?");
    if (path.endsWith("/heap_profile")) response.end(heap);
    else if (path === "/v0/pipelines") {
      response.setHeader("content-type", "application/json");
      response.end(manager.isLarge ? largeList : pipelines);
    } else {
      response.writeHead(404, { "content-type": "application/json" });
      response.end('{"message":"not here","error_code":"UnknownPipelineName","details":{}}');
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return Object.assign(manager, { url: `http://127.0.0.1:${server.address().port}`, close });
}

/** The recorded pipelines by turns, each under a name of its own, with a long integer, and up to the size in all. */
function listOf(recorded) {
  const each = Math.floor(LARGE_BYTES / PIPELINES);
  return JSON.stringify(
    Array.from({ length: PIPELINES }, (_, i) => {
      const one = { ...recorded[i % recorded.length], name: `pipeline_${i}`, description: "" };
      const missing = each - JSON.stringify(one).length;
      return { ...one, description: "filler ".repeat(Math.max(0, missing / 7)) };
    }),
  );
}
