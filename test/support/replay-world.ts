import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as z from "zod";
import { rowsOf, withJson } from "./derive.ts";
import { type Answer, bytes, headOfLog, recording, recordingPath } from "./responses.ts";
import type { Served } from "./routes.ts";

/** A request that was recorded, with its answer. */
interface Exchange {
  readonly method: string;
  /** The path with the query that it had. */
  readonly target: string;
  readonly answer: Answer;
}

const RecordedPipeline = z.array(
  z.strictObject({
    method: z.string(),
    target: z.string(),
    status: z.int(),
    /** The body, or in its place `base64` of one that is no text. */
    text: z.string().optional(),
    base64: z.base64().optional(),
  }),
);

/**
 * Replays a folder of test/recordings/worlds: every request of its `requests.tsv`, with the query that it had. A
 * path that was asked with several queries answers any other query as the first of them.
 *
 * @returns the pipeline's name
 */
export function replayWorld(feldera: Served, world: string): string {
  const folder = `worlds/${world}`;
  const exchanges = readFileSync(recordingPath(`${folder}/requests.tsv`), "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, name, request = ""] = line.split("\t");
      const [method, target] = request.split(" ");
      if (name === undefined || method === undefined || target === undefined) return [];
      return [{ method, target, answer: recording(`${folder}/${name}`, { thenHang: isLog(target) }) }];
    });
  return replay(feldera, exchanges, `${folder}/requests.tsv`);
}

/**
 * Replays a file of test/recordings/pairs, as `replayWorld` does a folder.
 *
 * @returns the pipeline's name
 */
export function replayOfPair(feldera: Served, name: string): string {
  const file = `pairs/${name}.json.gz`;
  const recorded = gunzipSync(readFileSync(recordingPath(file))).toString();
  const exchanges = RecordedPipeline.parse(JSON.parse(recorded)).map(
    ({ method, target, status, text = "", base64 }) => ({
      method,
      target,
      answer: isLog(target)
        ? { ...headOfLog(), status, body: Buffer.from(text), thenHang: true }
        : base64 === undefined
          ? bytes(status, Buffer.from(text), { "content-type": "application/json" })
          : bytes(status, Buffer.from(base64, "base64"), { "content-type": "application/protobuf" }),
    }),
  );
  return replay(feldera, exchanges, file);
}

function isLog(target: string): boolean {
  return /\/logs(?:\?|$)/.test(target);
}

function replay(feldera: Served, exchanges: readonly Exchange[], file: string): string {
  const answers = exchanges.toReversed().map((exchange) => {
    const [path = "", search] = exchange.target.split("?");
    return { ...exchange, path, search };
  });
  for (const { method, path, answer } of answers) feldera.on(method, path, answer);
  for (const { method, path, search, answer } of answers) {
    const query = Object.fromEntries(new URLSearchParams(search));
    if (search !== undefined) feldera.on(method, path, answer, { query });
  }
  for (const { path, search, answer } of answers) {
    if (path.endsWith("/events") && search === "selector=all") serveEvents(feldera, path, answer);
  }
  const named = exchanges.find(({ target }) => /^\/v0\/pipelines\/[^/?]+$/.test(target));
  const [, pipeline] = /^\/v0\/pipelines\/([^/?]+)$/.exec(named?.target ?? "") ?? [];
  if (pipeline === undefined) throw new Error(`${file} asks for no pipeline`);
  return pipeline;
}

/** Each event of a list by its id, as Feldera answers for it. */
function serveEvents(feldera: Served, path: string, list: Answer): void {
  for (const event of rowsOf(list)) {
    const query = { selector: "all" };
    feldera.on("GET", `${path}/${String(event.event_id)}`, withJson(list, event), { query });
  }
}
