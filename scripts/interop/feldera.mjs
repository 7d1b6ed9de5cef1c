import { createServer } from "node:http";

/** What a slow answer takes, in ms: more than the five seconds that one client waits by default. */
const SLOW_MS = 7_000;

/** How long it waits, in ms, for a request to be given up: less than those five seconds. */
const PATIENCE_MS = 4_000;

/**
 * As much of a Feldera as the clients ask: no pipelines; checkpoints of `slow`, late; of `hangs`, never; of `patient`, once
 * what was asked about `hangs` has been given up, or is taken to go on; of others, none such. `hungUp` are the times, in ms since 1970, at which a request about `hangs` was given up.
 */
export async function startFeldera() {
  const hungUp = [];
  let given = () => {};
  const givenUp = new Promise((resolve) => {
    given = resolve;
  });
  const server = createServer((request, response) => {
    const json = (status, value) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    const { pathname } = new URL(request.url, "http://feldera");
    if (pathname.startsWith("/v0/pipelines/hangs")) {
      response.on("close", () => {
        hungUp.push(Date.now());
        given();
      });
    } else if (pathname.startsWith("/v0/pipelines/patient")) {
      const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      Promise.race([givenUp, patience]).then(() => json(200, []));
    } else if (pathname.startsWith("/v0/pipelines/slow")) setTimeout(() => json(200, []), SLOW_MS);
    else if (pathname === "/v0/pipelines") json(200, []);
    else {
      const details = { pipeline_name: "nope" };
      json(404, { message: "Unknown pipeline name 'nope'", error_code: "UnknownPipelineName", details });
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    hungUp,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
