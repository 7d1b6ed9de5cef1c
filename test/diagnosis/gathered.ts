import type { Evidence } from "../../src/diagnosis/evidence.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Response } from "../support/responses.ts";
import { createRoutes } from "../support/routes.ts";
import { type Asked, answersOf, evidenceFrom } from "./answers.ts";

/** The evidence of a scenario, by what its Feldera would answer at depth deep, without asking over a socket. */
export function gathered({ world }: Scenario): Evidence {
  const routes = createRoutes();
  const at = `/v0/pipelines/${world(routes)}`;
  const asked: Readonly<Record<Asked, readonly [path: string, query?: Record<string, string>]>> = {
    pipeline: [at, { selector: "all" }],
    stats: [`${at}/stats`, { include_connector_errors: "true" }],
    events: [`${at}/events`, { selector: hasErrors(routes, at) ? "all" : "status" }],
    log: [`${at}/logs`, { follow: "false" }],
    time_series: [`${at}/time_series`],
    metrics: [`${at}/metrics`, { format: "json" }],
    checkpoint_status: [`${at}/checkpoint_status`],
    cluster_health: ["/v0/cluster_healthz"],
    platform: ["/v0/config"],
    circuit_profile: [`${at}/circuit_json_profile`],
    dataflow_graph: [`${at}/dataflow_graph`],
  };
  const answers = Object.entries(asked).map(
    ([part, [path, query = {}]]) =>
      [part, routes.answerTo({ method: "GET", path, query, headers: {} })] as const,
  );
  return evidenceFrom(answersOf(Object.fromEntries(answers)), momentOf(answers.map(([, answer]) => answer)));
}

/** Whether there are events with their errors, which a diagnosis reads where there is an error in them. */
function hasErrors(routes: ReturnType<typeof createRoutes>, at: string): boolean {
  const query = { selector: "all" };
  return routes.answerTo({ method: "GET", path: `${at}/events`, query, headers: {} })?.kind === "answer";
}

/** When they were answered: now where a scenario counts back from now, or else when they were recorded. */
function momentOf(responses: readonly (Response | undefined)[]): number {
  const answers = responses.flatMap((one) => (one?.kind === "answer" ? one : []));
  const recorded = answers.flatMap(({ headers }) =>
    headers.flatMap(([name, value]) => (name === "date" ? Date.parse(value) : [])),
  );
  const told = answers.flatMap(({ body }) => body.toString().match(TIME) ?? []).map(Date.parse);
  const recordedMs = Math.max(...recorded);
  return told.some((ms) => ms > recordedMs + DAY_MS) ? Date.now() : recordedMs;
}

const TIME = /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const DAY_MS = 86_400_000;
