import * as z from "zod";
import { Recursion } from "../../analysis/circuit/recursions.ts";
import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import type { CircuitSplit } from "../../analysis/circuit/split.ts";
import { WAIT_REASONS } from "../../analysis/circuit/wait-reasons.ts";
import { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { ownFunctions } from "../../analysis/pipeline/sql-operations.ts";
import { grouped, percent, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import { ComparedRows, comparedRows, comparedWords } from "../rules/compared-rows.ts";
import { splitBetween, type TwoLooks, twoLooks } from "../rules/two-looks.ts";
import { Where, whereOf, whereWords } from "../rules/where.ts";
import { defineVerdict } from "../verdict.ts";

/** The rules whose findings say that time goes where it need not. */
const WASTES: ReadonlySet<string> = new Set([
  "engine/skew",
  "engine/exploding-join",
  "engine/exploding-unnest",
  "engine/costliest-sql",
  "engine/merges-behind",
  "storage/slow-reads",
  "storage/slow-writes",
  "engine/slow-network",
]);

/** Where the circuit's time goes. */
export const time = defineVerdict({
  verdict: "time",
  label: words`Time`,
  parts: ["circuit_profile"],
  about: z.object({
    /** The costliest expression of the SQL, or else the costliest operator. */
    expression: z.object({ id: z.string(), place: SqlPlace }).optional(),
    operator: Where.optional(),
    /** The user's own functions that it calls. */
    functions: z.array(z.string()),
    /** What it makes of each row that comes, where its view is recursive. */
    recursion: Recursion.optional(),
    /** What it compares, where it is a join without an equality. */
    compared: ComparedRows.optional(),
    /** Whether it is a join with the clock (NOW()), which makes its rows anew with each tick. */
    of_clock: z.boolean(),
    /** Whether it makes arrays of all values of a group. */
    makes_arrays: z.boolean(),
    cost_s: z.number(),
    runtime_s: z.number(),
    /** Between two looks; since the start where absent. */
    over_s: z.number().optional(),
    /** Shares of the workers' time; absent where the profile does not tell. */
    waiting: z.number().optional(),
    idle: z.number().optional(),
    /** What they waited for longest. */
    reason: z.enum(WAIT_REASONS).optional(),
  }),
  judge(evidence, findings) {
    const { circuit_profile, stats, pipeline } = evidence;
    if (circuit_profile === undefined) return undefined;
    const about = timeBetween(twoLooks(evidence)) ?? {
      ...costliestOf(circuit_profile),
      ...splitOf(circuit_profile.split),
    };
    const view = about.expression?.place.relation?.name;
    const recursion = circuit_profile.recursions?.find((one) => one.view === view);
    const compared = comparedRows(about.expression?.place.operator, circuit_profile);
    const isWasted = findings.some(({ rule, severity }) => severity !== "info" && WASTES.has(rule));
    return {
      standing: isWasted
        ? ("trouble" as const)
        : stats !== undefined && pipeline !== undefined
          ? ("well" as const)
          : ("unknown" as const),
      about: {
        ...about,
        functions: functionsIn(about.expression?.place, pipeline?.program_code),
        ...(recursion && { recursion }),
        ...(compared && { compared }),
        makes_arrays: about.makes_arrays === true,
        of_clock: isOfClock(about.expression?.place.operator, circuit_profile),
      },
    };
  },
  tell({ expression, operator, functions, recursion, compared, cost_s, runtime_s, over_s, ...others }) {
    const { waiting, idle, reason, makes_arrays, of_clock } = others;
    const over =
      over_s === undefined ? words` since its start` : words` over the last ${span(over_s * 1000)}`;
    const where = expression
      ? operatorWords(expression.place, expression.id)
      : operator && whereWords(operator);
    const calls = functions.length === 0 ? undefined : words`, which calls ${nameList(functions)} of udf.rs`;
    const most =
      where === undefined || runtime_s === 0
        ? words`the operators have done nothing yet`
        : words`${percent(cost_s / runtime_s)} of the operators' time in ${where}${calls}${recursionWords(recursion)}${compared && words`, whose condition has no equality: ${comparedWords(compared)}`}${makes_arrays ? MAKES_ARRAYS : undefined}${of_clock ? MADE_ANEW : undefined}, ${span(cost_s * 1000)} of ${span(runtime_s * 1000)}${over}`;
    // The runtime counts what is idle once the next step begins.
    const spent = over_s === undefined ? words`from the first step to the last` : words`between two looks`;
    const waits =
      waiting === undefined
        ? undefined
        : words`; workers wait for ${percent(waiting)} of the time ${spent}${reason && words`, most for ${REASON_WORDS[reason]}`}`;
    const rests = idle === undefined ? undefined : words` and are idle between steps for ${percent(idle)}`;
    return words`${most}${waits}${rests}`;
  },
});

const REASON_WORDS: Readonly<Record<(typeof WAIT_REASONS)[number], Words>> = {
  peers: words`one another`,
  merge_backpressure: words`merges`,
  storage_read: words`reads from storage`,
  storage_write: words`writes to storage`,
  storage_sync: words`the disk to flush`,
  storage_metadata: words`the file system`,
  network: words`the network`,
  operator_pending: words`operators that are not ready`,
  scheduler: words`the scheduler`,
  unattributed: words`reasons that are not reported`,
  other: words`other reasons`,
};

/** ", which is recursive and has made 600 rows of each that came". */
function recursionWords(recursion: Recursion | undefined): Words | undefined {
  if (recursion === undefined) return undefined;
  const each = Math.round(recursion.records_out / recursion.records_in);
  return each < MANY
    ? undefined
    : words`, which is recursive and has made ${grouped(each)} rows of each that came`;
}

/** A row of a tree or a graph of some levels makes a row for each of them. */
const MANY = 10;

const MAKES_ARRAYS = words`, whose ARRAY_AGG makes the whole array of a group anew with each change of it`;

const MADE_ANEW = words`, where NOW() makes each row anew with each tick of the clock`;

function isOfClock(operator: string | undefined, { joins }: CircuitSigns): boolean {
  return joins?.some((join) => join.operator === operator && join.of_clock) === true;
}

function codeOf({ positions }: SqlPlace): string {
  return positions.map(({ code }) => code ?? "").join("\n");
}

function functionsIn(place: SqlPlace | undefined, program = ""): string[] {
  const code = place ? codeOf(place) : "";
  return ownFunctions(program).flatMap(({ name }) => (new RegExp(`\\b${name}\\b`).test(code) ? [name] : []));
}

/** Of one time: what cost most is told beside what the workers did meanwhile. */
function timeBetween(looks: TwoLooks | undefined) {
  const costliest = costliestBetween(looks);
  return costliest && { ...costliest, ...splitOf(splitBetween(looks)) };
}

/** What cost most between two looks, which need not be what did since the start. */
function costliestBetween(looks: TwoLooks | undefined) {
  if (looks === undefined) return undefined;
  const { earlier, later, elapsed_s } = looks;
  const before = new Map((earlier.expressions ?? []).map((one) => [one.id, one.runtime_s]));
  const runtime_s = later.runtime_s - earlier.runtime_s;
  const costs = (later.expressions ?? []).flatMap(({ id, place, makes_arrays, runtime_s: now }) => {
    const was = before.get(id);
    return was === undefined ? [] : [{ expression: { id, place }, makes_arrays, cost_s: now - was }];
  });
  const [costliest] = costs.toSorted((a, b) => b.cost_s - a.cost_s);
  if (costliest === undefined || costliest.cost_s <= 0 || costliest.cost_s > runtime_s) return undefined;
  return { ...costliest, runtime_s, over_s: elapsed_s };
}

function costliestOf({ expressions, operators, runtime_s }: CircuitSigns) {
  const [expression] = expressions ?? [];
  if (expression !== undefined) {
    const { id, place, makes_arrays } = expression;
    return { expression: { id, place }, makes_arrays, cost_s: expression.runtime_s, runtime_s };
  }
  const costOf = ({ numbers }: CircuitSigns["operators"][number]) => numbers.runtime_seconds?.total ?? 0;
  const [costliest] = operators.toSorted((a, b) => costOf(b) - costOf(a));
  return {
    ...(costliest && { operator: whereOf(costliest) }),
    cost_s: costliest === undefined ? 0 : costOf(costliest),
    runtime_s,
  };
}

function splitOf(split: Pick<CircuitSplit, "waiting_s" | "idle_s" | "total_s" | "waits_s"> | undefined) {
  if (split === undefined || split.total_s === 0) return {};
  const [reason] = WAIT_REASONS.toSorted((a, b) => (split.waits_s?.[b] ?? 0) - (split.waits_s?.[a] ?? 0));
  return {
    waiting: split.waiting_s / split.total_s,
    ...(split.idle_s !== undefined && { idle: split.idle_s / split.total_s }),
    ...(reason && split.waits_s?.[reason] !== undefined && { reason }),
  };
}
