import { readFileSync } from "node:fs";
import { rowsOf, withJson } from "./derive.ts";
import { type Answer, recording, recordingPath } from "./responses.ts";
import type { Served } from "./routes.ts";

/**
 * Replays a folder of test/recordings/worlds: every request of its `requests.tsv`, with the query that it had. A
 * path that was asked with several queries answers any other query as the first of them.
 *
 * @returns the pipeline's name
 */
export function replayWorld(feldera: Served, world: string): string {
  const folder = `worlds/${world}`;
  const requests = readFileSync(recordingPath(`${folder}/requests.tsv`), "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, name, request = ""] = line.split("\t");
      const [method, target] = request.split(" ");
      return name === undefined || method === undefined || target === undefined
        ? []
        : [{ name, method, target }];
    });
  const answers = requests.toReversed().map(({ name, method, target }) => {
    const [path = "", search] = target.split("?");
    return {
      method,
      path,
      search,
      answer: recording(`${folder}/${name}`, { thenHang: path.endsWith("/logs") }),
    };
  });
  for (const { method, path, answer } of answers) feldera.on(method, path, answer);
  for (const { method, path, search, answer } of answers) {
    const query = Object.fromEntries(new URLSearchParams(search));
    if (search !== undefined) feldera.on(method, path, answer, { query });
  }
  for (const { path, search, answer } of answers) {
    if (path.endsWith("/events") && search === "selector=all") serveEvents(feldera, path, answer);
  }
  const named = requests.find(({ target }) => /^\/v0\/pipelines\/[^/?]+$/.test(target));
  const [, pipeline] = /^\/v0\/pipelines\/([^/?]+)$/.exec(named?.target ?? "") ?? [];
  if (pipeline === undefined) throw new Error(`${folder}/requests.tsv asks for no pipeline`);
  return pipeline;
}

/** Each event of a list by its id, as Feldera answers for it. */
function serveEvents(feldera: Served, path: string, list: Answer): void {
  for (const event of rowsOf(list)) {
    const query = { selector: "all" };
    feldera.on("GET", `${path}/${String(event.event_id)}`, withJson(list, event), { query });
  }
}
