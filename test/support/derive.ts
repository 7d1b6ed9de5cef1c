import { parse, stringify } from "lossless-json";
import * as z from "zod";
import { type Answer, recording } from "./responses.ts";

const rows = z.array(z.record(z.string(), z.unknown()));
type Row = z.infer<typeof rows>[number];

/** The rows of a recorded JSON array, their numbers untouched. */
export function rowsOf(list: Answer): Row[] {
  return rows.parse(parse(list.body.toString()));
}

/** The same response with another JSON body. */
export function withJson(answer: Answer, body: unknown): Answer {
  return { ...answer, body: Buffer.from(stringify(body) ?? "") };
}

function rowOfPipeline(list: Answer, name: string): Row {
  const row = rowsOf(list).find((candidate) => candidate.name === name);
  if (row === undefined) {
    throw new Error(`no pipeline ${name} in the recorded list`);
  }
  return row;
}

/** What Feldera answers about one pipeline: the element of the list that has its name. */
export function pipelineOf(list: Answer, name: string): Answer {
  return withJson(list, rowOfPipeline(list, name));
}

/** `GET /v0/pipelines?selector=status` of a Feldera with `count` stopped pipelines, `pipeline-0` and so on. */
export function manyPipelines(count: number): Answer {
  const list = recording("pipelines_status");
  const idle = rowOfPipeline(list, "idle");
  return withJson(
    list,
    Array.from({ length: count }, (_, i) => ({
      ...idle,
      id: `01a1fd0d-9b4e-7000-8000-${i.toString(16).padStart(12, "0")}`,
      name: `pipeline-${i}`,
      description: "",
    })),
  );
}

/**
 * The same response with members of its JSON replaced, each named by its path: `outputs.0.metrics.queued_records`.
 * A member that was not there is added; a path through what is no object or array is an error.
 */
export function withMembers(answer: Answer, members: Readonly<Record<string, unknown>>): Answer {
  const body = Object.entries(members).reduce(
    (json, [path, value]) => replaced(json, path.split("."), value),
    parse(answer.body.toString()),
  );
  return withJson(answer, body);
}

function replaced(json: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(json)) {
    return json.map((item: unknown, i) => (String(i) === key ? replaced(item, rest, value) : item));
  }
  if (typeof json !== "object" || json === null) throw new Error(`no member ${key} in ${String(json)}`);
  const members = Object.entries(json);
  const member: unknown = members.find(([name]) => name === key)?.[1];
  return Object.fromEntries([
    ...members.filter(([name]) => name !== key),
    [key, replaced(member, rest, value)],
  ]);
}

/** Events as `selector=status` shows them, from the same events as `selector=all` shows them. */
export function statusOfEvents(all: Answer): Answer {
  return withJson(
    all,
    rowsOf(all).map((event) =>
      Object.fromEntries(
        Object.entries(event).filter(([key]) => !key.endsWith("_details") && key !== "deployment_error"),
      ),
    ),
  );
}

/** `GET /v0/pipelines?selector=status_with_connectors`: only a pipeline that runs has `connectors`. */
export function listWithConnectors(): Answer {
  const payments = parse(recording("pipeline_status_with_connectors").body.toString());
  const list = recording("pipelines_status");
  return withJson(
    list,
    rowsOf(list).map((row) => (row.name === "payments" ? payments : row)),
  );
}

/** The 503 of every endpoint that needs a deployed pipeline, from the one recorded of `idle`. */
export function notDeployed(pipeline: string): Answer {
  const idle = recording("stopped_heap_profile");
  return { ...idle, body: Buffer.from(idle.body.toString().replaceAll("idle", pipeline)) };
}
