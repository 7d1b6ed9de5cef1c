import fc from "fast-check";

const MODERN = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};
const PAYMENTS = { pipeline_name: "payments" };
const CLIENT = { name: "mutated", version: "1" };

/** Requests as they are right, of both kinds of revisions; none of them is long or changes anything. */
const REQUESTS: readonly { method: string; params?: object }[] = [
  { method: "ping" },
  { method: "initialize", params: { protocolVersion: "2025-03-26", capabilities: {}, clientInfo: CLIENT } },
  { method: "tools/list", params: { _meta: { progressToken: 7 } } },
  { method: "tools/list", params: { _meta: MODERN } },
  { method: "tools/call", params: { name: "list_pipelines", arguments: {}, task: { ttl: 60_000 } } },
  {
    method: "tools/call",
    params: { name: "get_pipeline", arguments: PAYMENTS, _meta: { progressToken: "t" } },
  },
  {
    method: "tools/call",
    params: { name: "list_events", arguments: { ...PAYMENTS, limit: 3 }, _meta: MODERN },
  },
  { method: "prompts/list" },
  { method: "prompts/get", params: { name: "why_is_it_down", arguments: PAYMENTS } },
  { method: "resources/list", params: {} },
  { method: "resources/read", params: { uri: "feldera://causes", _meta: MODERN } },
  { method: "resources/templates/list" },
  {
    method: "completion/complete",
    params: {
      ref: { type: "ref/prompt", name: "why_is_it_down" },
      argument: { name: "pipeline_name", value: "p" },
    },
  },
  { method: "server/discover", params: { _meta: MODERN } },
  { method: "logging/setLevel", params: { level: "debug" } },
  { method: "tasks/get", params: { taskId: "1" } },
  { method: "no/such/method" },
];

/** None is an id of the client on the same wire: it counts from 0. */
const OTHER_VALUES: readonly unknown[] = [
  null,
  -2,
  -1,
  1.5,
  1e21,
  "",
  "x",
  "3",
  true,
  [],
  [null],
  {},
  { a: { b: null } },
];

interface Change {
  readonly kind: "drop" | "replace" | "add" | "wrap" | "reverse";
  readonly where: number;
  readonly by: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("drop", "replace", "replace", "add", "wrap", "reverse"),
  where: fc.nat({ max: 40 }),
  by: fc.constantFrom(...OTHER_VALUES),
});

type Path = readonly (string | number)[];

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...at, key]));
  return at.length === 0 ? inner : [at, ...inner];
}

function changed(value: unknown, change: Change, path: Path): unknown {
  const [key, ...rest] = path;
  if (typeof value !== "object" || value === null || key === undefined) return value;
  const entries = Object.entries(value);
  if (rest.length > 0) {
    return Object.fromEntries(
      entries.map(([name, item]) => [name, name === key ? changed(item, change, rest) : item]),
    );
  }
  const others = entries.filter(([name]) => name !== key);
  const own = entries.filter(([name]) => name === key);
  switch (change.kind) {
    case "drop":
      return Object.fromEntries(others);
    case "add":
      return Object.fromEntries([...entries, [`${key}_x`, change.by]]);
    case "wrap":
      return Object.fromEntries([...others, ...own.map(([name, item]) => [name, [item]])]);
    case "reverse":
      return Object.fromEntries(entries.toReversed());
    default:
      return Object.fromEntries([...others, [key, change.by]]);
  }
}

/** A request with one id, mutated: its JSON, in which the id stands as it was written. */
const message: fc.Arbitrary<(id: string) => string> = fc
  .tuple(fc.constantFrom(...REQUESTS), fc.array(change, { maxLength: 3 }))
  .map(([request, changes]) => (id: string) => {
    const whole: unknown = { jsonrpc: "2.0", id: "<id>", ...request };
    const mutated = changes.reduce((value, change) => {
      const paths = pathsOf(value);
      return changed(value, change, paths[change.where % Math.max(paths.length, 1)] ?? []);
    }, whole);
    return JSON.stringify(mutated).replace('"<id>"', () => id);
  });

const frame = fc.constantFrom<(line: string) => string>(
  (line) => line,
  (line) => line,
  (line) => `\ufeff${line}`,
  (line) => `${line}\r`,
  (line) => `\n  \n\r\n${line}`,
  (line) => ` ${line}\t`,
  (line) => line.slice(0, -1),
  (line) => `[${line}]`,
  (line) => `[[${line}],${line.replace(/"id"/, '"no"')}]`,
  (line) => `${line}${line}`,
);

/** How an id is written; `n` makes it the only one of its kind. */
const idOf = fc.constantFrom<(n: number) => string>(
  (n) => String(1_000_000 + n),
  (n) => `-${1_000_000 + n}`,
  (n) => `"id ${n}"`,
  (n) => `${1_000_000 + n}.5`,
  (n) => `9007199254740993${n}`,
  () => "null",
  (n) => `{"n":${n}}`,
);

export interface Line {
  readonly bytes: Buffer;
  /** The text as far as it is UTF-8. */
  readonly text: string;
}

/** A line as a client could send it, given a number that no line before had. */
export const mutatedLine: fc.Arbitrary<(n: number) => Line> = fc
  .tuple(message, idOf, frame, fc.option(fc.nat(), { freq: 6 }))
  .map(([write, id, put, broken]) => (n: number) => {
    const bytes = Buffer.from(put(write(id(n))));
    if (broken !== null && bytes.length > 0) bytes[broken % bytes.length] = 0xff;
    return { bytes, text: bytes.toString() };
  });
