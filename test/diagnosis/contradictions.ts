import * as z from "zod";
import type { Finding, Sign, Verdict } from "../../src/answers/diagnosis.ts";

/** What is checked of an answer: the facts behind its sentences. */
export interface Judged {
  readonly findings: readonly Pick<Finding, "about" | "signs">[];
  readonly verdicts: readonly Verdict[];
  readonly nowMs: number;
}

const Limit = z.object({ bytes: z.union([z.number(), z.bigint()]), from: z.string() });
const KeepsUp = z.object({ waiting_records: z.union([z.number(), z.bigint()]) });
const Up = z.object({
  endings: z.object({ starts: z.int(), stopped: z.int(), failed: z.int(), went_away: z.int() }),
});
const Deaths = z.object({ recurrence: z.object({ deaths: z.array(z.unknown()) }) });
const Loop = z.object({ back: z.int(), times: z.int() });
const Kept = z.object({ id: z.string(), records: z.number(), bytes: z.number() });
const Cost = z.object({ cost_s: z.number(), runtime_s: z.number() });

/** Every object within a value, itself among them. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

function matching<Shape extends z.ZodType>(shape: Shape, values: readonly unknown[]): z.output<Shape>[] {
  return values.flatMap(objectsIn).flatMap((one) => {
    const parsed = shape.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The keys under which values differ. */
function differing<One>(
  of: string,
  all: readonly One[],
  keyOf: (one: One) => string,
  tellOf: (one: One) => string,
) {
  const told = new Map<string, Set<string>>();
  for (const one of all) {
    const known = told.get(keyOf(one)) ?? new Set();
    told.set(keyOf(one), known.add(tellOf(one)));
  }
  return [...told].flatMap(([key, values]) =>
    values.size > 1 ? [`${of} ${key}: ${[...values].join(" and ")}`] : [],
  );
}

const text = (value: unknown) =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? Number(one) : one));

function countOf({ value }: Sign): number {
  return "count" in value ? Number(value.count) : 0;
}

/** The figures of one answer that a reader would hold against each other, each pair in words. */
export function contradictions({ findings, verdicts, nowMs }: Judged): string[] {
  const signs = findings.flatMap((finding) => finding.signs);
  const abouts = [...findings, ...verdicts].map(({ about }) => about);
  const waiting = matching(KeepsUp, verdicts)[0]?.waiting_records;
  const queues = new Map(
    signs
      .filter(({ field }) => /^inputs\..*\.buffered_records$/.test(field))
      .map((sign) => [sign.field, countOf(sign)]),
  );
  const queued = [...queues.values()].reduce((sum, count) => sum + count, 0);
  const endings = matching(Up, verdicts)[0]?.endings;
  const most = Math.max(0, ...matching(Deaths, findings).map(({ recurrence }) => recurrence.deaths.length));
  const back = Math.max(0, ...matching(Loop, findings).map((loop) => loop.back));
  return [
    ...differing(
      "sign",
      signs,
      ({ part, field, at }) => `${part} ${field} ${at}`,
      ({ value }) => text(value),
    ),
    ...differing(
      "memory limit",
      matching(Limit, abouts),
      () => "",
      ({ bytes }) => String(bytes),
    ),
    ...differing(
      "state",
      matching(Kept, abouts),
      ({ id }) => id,
      ({ records, bytes }) => `${records} records, ${bytes} B`,
    ),
    ...differing(
      "time of all operators",
      matching(Cost, abouts),
      () => "",
      ({ runtime_s }) => String(runtime_s),
    ),
    ...matching(Cost, abouts).flatMap(({ cost_s, runtime_s }) =>
      cost_s > runtime_s ? [`a part takes ${cost_s} s of ${runtime_s} s`] : [],
    ),
    ...(waiting !== undefined && queued > Number(waiting)
      ? [`${queued} records wait at some inputs, and ${waiting} at all`]
      : []),
    ...(endings !== undefined && most > endings.failed
      ? [`${most} deaths, and ${endings.failed} runs died`]
      : []),
    ...(endings !== undefined && endings.stopped + endings.failed + endings.went_away > endings.starts
      ? [`more ends than starts: ${text(endings)}`]
      : []),
    ...signs.flatMap(({ field, at }) =>
      at !== undefined && Date.parse(at) > nowMs ? [`${field} is of ${at}, which is to come`] : [],
    ),
    ...(endings !== undefined && back > endings.went_away
      ? [`it came back ${back} times, and ${endings.went_away} runs went away`]
      : []),
  ];
}
