import { readFileSync } from "node:fs";
import { parse, stringify } from "lossless-json";
import * as z from "zod";
import { sqlIdentifier } from "../../src/sql-identifiers.ts";
import type { LoopbackFeldera } from "./loopback-feldera.ts";
import { replayWorld } from "./replay-world.ts";
import { type Answer, json, type Response, recordingPath } from "./responses.ts";
import { unzip, zipOf } from "./zip.ts";

/** What the tables and the view of test/recordings/worlds/quoted_names are called. */
export interface Names {
  readonly Orders: string;
  readonly plain_t: string;
  readonly "Big Orders": string;
}

export const RECORDED: Names = { Orders: "Orders", plain_t: "plain_t", "Big Orders": "Big Orders" };

/** Upper case, blanks, dots and quotes in each. */
export const AWKWARD: Names = {
  Orders: 'Or"ders. Ω',
  plain_t: "Plain.T ''x",
  "Big Orders": 'Big.Orders "of" the Day.',
};

const WORLD = "worlds/quoted_names";
const AT = "/v0/pipelines/Mixed";

const Stats = z.object({
  inputs: z.array(z.looseObject({ endpoint_name: z.string() })),
  outputs: z.array(z.looseObject({ endpoint_name: z.string() })),
});

/**
 * The pipeline Mixed, whose tables and view need quotes in SQL. As Feldera, it knows a connector by the identifier of its
 * table or view alone, in quotes where it needs them, and answers 404 to any other.
 */
export function quotedNames(feldera: LoopbackFeldera, names: Names): void {
  const pipeline = replayWorld(feldera, "quoted_names");
  if (pipeline !== "Mixed") throw new Error(`the world's pipeline is ${pipeline}`);
  const stats = Stats.parse(JSON.parse(readFileSync(recordingPath(`${WORLD}/stats.body`), "utf8")));
  for (const path of recordedPaths()) {
    feldera.tamper("GET", path, (usual) => renamedAnswer(usual, names));
  }
  const known = [
    ["tables", "Orders", "Orders_Gen", stats.inputs[0]],
    ["tables", "plain_t", "unnamed-0", stats.inputs[1]],
    ["views", "Big Orders", "Out1", stats.outputs[0]],
  ] as const;
  for (const [kind, relation, connector, body] of known) {
    const name = names[relation];
    const identifier = /^[a-z_]+$/.test(name) ? name : `"${name}"`;
    const path = `${AT}/${kind}/${encodeURIComponent(identifier)}/connectors/${connector}`;
    feldera.on("GET", `${path}/stats`, json(200, renamed(body, names)));
    for (const action of ["start", "pause"]) feldera.on("POST", `${path}/${action}`, json(200, null));
  }
  for (const [kind, relation, connector] of known) {
    const bare = `${AT}/${kind}/${encodeURIComponent(names[relation])}/connectors/${connector}`;
    if (names[relation] === "plain_t") continue;
    feldera.on("GET", `${bare}/stats`, unknownEndpoint(kind, names[relation].toLowerCase(), connector));
    for (const action of ["start", "pause"]) {
      feldera.on(
        "POST",
        `${bare}/${action}`,
        unknownEndpoint(kind, names[relation].toLowerCase(), connector),
      );
    }
  }
}

/** The world's support bundle, with those names. */
export function quotedNamesBundle(names: Names): Buffer {
  const files = unzip(readFileSync(recordingPath(`${WORLD}/support_bundle.body`)));
  return zipOf([...files].map(([name, content]) => ({ name, content: renamedFile(name, content, names) })));
}

function unknownEndpoint(kind: "tables" | "views", relation: string, connector: string): Answer {
  const [code, direction] =
    kind === "tables" ? ["UnknownInputEndpoint", "input"] : ["UnknownOutputEndpoint", "output"];
  const endpoint_name = `${relation}.${connector}`;
  return json(404, {
    message: `unknown ${direction} endpoint name '${endpoint_name}'`,
    error_code: code,
    details: { endpoint_name },
  });
}

function recordedPaths(): string[] {
  const lines = readFileSync(recordingPath(`${WORLD}/requests.tsv`), "utf8").split("\n");
  const paths = lines.flatMap((line) => /GET ([^\s?]+)/.exec(line)?.[1] ?? []);
  return [...new Set(paths)].filter((path) => !path.includes("/connectors/"));
}

function renamedAnswer(usual: Response, names: Names): Response {
  if (usual.kind !== "answer") return usual;
  const head = usual.body.toString("latin1", 0, 2);
  if (head === "PK") return { ...usual, body: quotedNamesBundle(names) };
  // A line of a log begins with who wrote it, in brackets.
  if (head === "[m") return { ...usual, body: renamedFile("body.log", usual.body, names) };
  return /^[[{]/.test(head) ? { ...usual, body: renamedFile("body.json", usual.body, names) } : usual;
}

function renamedFile(name: string, content: Buffer, names: Names): Buffer {
  if (name.endsWith(".json")) return Buffer.from(stringify(renamed(parse(content.toString()), names)) ?? "");
  if (name.endsWith(".txt") || name.endsWith(".log"))
    return Buffer.from(bareNames(content.toString(), names));
  return content;
}

const NAME = /"?(Big Orders|Orders|Plain_T|plain_t)(?!_)"?/g;

/** Every name in a value of JSON, each as it stands there: in a program, in a `stream`, or bare. */
function renamed(value: unknown, names: Names, key = ""): unknown {
  if (typeof value === "string") {
    if (key === "program_code") return value.replace(NAME, (_, name) => sqlIdentifier(nameOf(name, names)));
    return key === "stream"
      ? value.replace(NAME, (_, name) => streamOf(name, names))
      : bareNames(value, names);
  }
  if (Array.isArray(value)) return value.map((item) => renamed(item, names, key));
  if (typeof value !== "object" || value === null || "isLosslessNumber" in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [bareNames(name, names), renamed(item, names, name)]),
  );
}

function bareNames(text: string, names: Names): string {
  return text.replace(/(Big Orders|Orders|plain_t)(?!_)/g, (_, name) => nameOf(name, names));
}

/** Feldera takes what stands within the outer quotes as it is. */
function streamOf(name: string, names: Names): string {
  const renamed = nameOf(name, names);
  return renamed === "plain_t" ? renamed : `"${renamed}"`;
}

function nameOf(name: string, names: Names): string {
  return name === "Orders" || name === "Big Orders" ? names[name] : names.plain_t;
}
