import { readFileSync } from "node:fs";
import type { LoopbackFeldera } from "../../support/loopback-feldera.ts";
import { type Answer, recording, recordingPath } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import type { Names } from "./calls.ts";
import { type Plant, planted } from "./planting.ts";

/** An answer of a Feldera, and the request that it answers. */
export interface Body {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly answer: Answer;
}

/** Every answer of a world, and for what no world has, the answers recorded of other pipelines. */
export function bodiesOf(world: string, names: Names): Body[] {
  const folder = `worlds/${world}`;
  const recorded = readFileSync(recordingPath(`${folder}/requests.tsv`), "utf8")
    .split("\n")
    .flatMap((line): Body[] => {
      const [, name = "", request = ""] = line.split("\t");
      const [method = "", target = ""] = request.split(" ");
      if (target === "") return [];
      const [path = "", search] = target.split("?");
      const query = Object.fromEntries(new URLSearchParams(search));
      const answer = recording(`${folder}/${name}`, { thenHang: path.endsWith("/logs") });
      return [{ name, method, path, answer, ...(search !== undefined && { query }) }];
    });
  return [...elsewhere(names), ...recorded];
}

function elsewhere({ pipeline, table, connector, view, output }: Names): Body[] {
  const at = `/v0/pipelines/${pipeline}`;
  const inputs = `${at}/tables/${table}/connectors`;
  const get = (path: string, name: string, answer: Answer, query?: Record<string, string>): Body => ({
    name,
    method: "GET",
    path,
    answer,
    ...(query && { query }),
  });
  const post = (path: string, name: string, query?: Record<string, string>): Body => ({
    ...get(path, name, recording(name), query),
    method: "POST",
  });
  const sql = (text: string) => ({ sql: text });
  return [
    get("/v0/cluster/events", "cluster_events_outage", synthetic("cluster_events_outage")),
    get(`${at}/checkpoints`, "checkpoints_three", synthetic("checkpoints_three")),
    get(`${at}/checkpoints/remote`, "checkpoints_remote_two", synthetic("checkpoints_remote_two")),
    get(`${at}/query`, "query_json", recording("query_json")),
    get(`${at}/query`, "query_explain", synthetic("query_explain"), sql("EXPLAIN SELECT 1")),
    get(
      `${at}/query`,
      "query_error_in_200",
      recording("query_error_in_200"),
      sql("SELECT 'fails'\nLIMIT 21"),
    ),
    get(`${inputs}/no_such_connector/stats`, "unknown", recording("connector_stats_unknown_connector")),
    get(`${at}/views/${view}/connectors/${output}/stats`, "view", recording("connector_stats_view")),
    post("/v0/validate_program", "validate_program_error"),
    post(`${at}/diff`, "diff_payments"),
    post(`${at}/start`, "payments_start"),
    post(`${at}/pause`, "payments_pause"),
    post(`${at}/resume`, "idle_resume"),
    post(`${at}/stop`, "stop_nonforce"),
    post(`${at}/stop`, "stop_force", { force: "true" }),
    post(`${at}/checkpoint`, "checkpoint_post"),
    post(`${at}/dismiss_error`, "dismiss_error_none"),
    post(`${at}/approve`, "approve_not_waiting_2"),
    post(`${at}/samply_profile`, "samply_post"),
    post(`${inputs}/${connector}/pause`, "connector_pause"),
    post(`${inputs}/${connector}/start`, "connector_start"),
  ];
}

/** The same answer with strings planted. */
export function plantedBody(body: Body, plant: Plant): Body {
  return { ...body, answer: { ...body.answer, body: planted(body.name, body.answer.body, plant) } };
}

/** A Feldera that answers with these bodies. What was asked with a query answers any other too. */
export function serve(feldera: LoopbackFeldera, bodies: readonly Body[]): void {
  feldera.reset();
  for (const { method, path, answer } of bodies.toReversed()) feldera.on(method, path, answer);
  for (const { method, path, query, answer } of bodies) {
    if (query !== undefined) feldera.on(method, path, answer, { query });
  }
}
