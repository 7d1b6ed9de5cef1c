import { ConfigError } from "./error.ts";
import { type Environment, type Flags, type Given, type Lookup, lookupIn } from "./given.ts";
import { isLimitName, LIMITS, type LimitName, type Limits, limitsWith, MAX_LIMIT } from "./limits.ts";

type Changes = Partial<Record<LimitName, number>>;

/**
 * The limits as flags and environment leave them.
 *
 * @throws ConfigError for one that is unknown, no number, or in contradiction to another
 */
export function limitsInForce(flags: Flags, env: Environment): Limits {
  const given = lookupIn(flags, env);
  const timeout = given("timeout");
  const changes: Changes = {
    ...(timeout && limitsOfTimeout(milliseconds(timeout))),
    ...ownLimits(flags, given),
  };
  const limits = limitsWith(changes);
  for (const relation of RELATIONS) requireWithin(relation, limits, changes);
  return limits;
}

/** Of the time of a call, what its parts may take of it, so that one which hangs leaves time to tell of the others. */
const SHARE_OF_PARTS = 0.8;
const PARTS = ["diagnosePartMs", "diagnoseDeepPartMs", "programPlacesMs"] as const satisfies LimitName[];

/** No call may take longer, whatever it asks for; what waits for one answer need not give up before, and parts take longer as calls do. */
function limitsOfTimeout(ms: number): Changes {
  const byDefault = limitsWith();
  const of = Math.min(ms, byDefault.callMs);
  const parts = PARTS.map(
    (part) => [part, Math.ceil(ms * Math.min(SHARE_OF_PARTS, byDefault[part] / of))] as const,
  );
  return { callMs: ms, bundleCallMs: ms, headersMs: ms, ...Object.fromEntries(parts) };
}

/** Those set one by one: `NAME=N` of the variable, separated by commas, and those of flags, which stand. */
function ownLimits(flags: Flags, given: Lookup): Changes {
  const variable = given("limit");
  const assignments = [
    ...(variable?.value.split(",") ?? []).map((value) => ({
      value: value.trim(),
      from: variable?.from ?? "",
    })),
    ...flags.limits.map((value) => ({ value, from: "--limit" })),
  ];
  return Object.fromEntries(assignments.map(assigned));
}

function assigned({ value, from }: Given): [LimitName, number] {
  const [, written, digits] = /^(\w+)=(\d+)$/.exec(value) ?? [];
  if (written === undefined || !isLimitName(written)) {
    throw new ConfigError(
      `${from} ${value}: not a limit and a whole number; write NAME=N with a NAME of \`feldera-mcp limits\``,
    );
  }
  const { least, most } = LIMITS[written];
  const amount = Number(digits);
  if (amount < least) {
    throw new ConfigError(
      `${from} ${written}: too small, and no limit is not offered; write a whole number from ${least} on`,
    );
  }
  if (amount > most)
    throw new ConfigError(`${from} ${written}: too large; write a whole number up to ${most}`);
  return [written, amount];
}

const MS_OF_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

function milliseconds(timeout: Given): number {
  const [, digits, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(timeout.value) ?? [];
  const ms = Math.round(Number(digits) * (MS_OF_UNIT[unit] ?? Number.NaN));
  if (!(ms >= 1 && ms <= MAX_LIMIT)) {
    throw new ConfigError(
      `${timeout.from}: not a time up to 24 days; write seconds (30) or a time (500ms, 30s, 2m)`,
    );
  }
  return ms;
}

/** A limit, and the one that holds the whole of which it is a part. */
interface Relation {
  readonly part: LimitName;
  readonly whole: LimitName;
  /** Whether the default of the part may not be more than the whole either: it would not be held by it. */
  readonly always?: true;
}

/** What the limits must be to each other: a part that is more than its whole would bound nothing. */
const RELATIONS: readonly Relation[] = [
  { part: "answerTokens", whole: "answerTokensMax", always: true },
  { part: "diagnosePartMs", whole: "callMs" },
  { part: "logReadMs", whole: "callMs" },
  { part: "programPlacesMs", whole: "callMs" },
  { part: "retryAfterMs", whole: "callMs" },
  { part: "diagnoseDeepPartMs", whole: "bundleCallMs" },
  { part: "connectMs", whole: "bundleCallMs" },
  { part: "headersMs", whole: "bundleCallMs" },
  { part: "bodyIdleMs", whole: "bundleCallMs" },
  { part: "logIdleMs", whole: "logReadMs" },
  { part: "logFirstByteMs", whole: "logReadMs" },
  { part: "logKeptBytes", whole: "logReadBytes" },
  { part: "logLineBytes", whole: "logKeptBytes" },
  { part: "heapProfileBytes", whole: "heapProfileInflatedBytes" },
  { part: "samplyProfileBytes", whole: "samplyProfileInflatedBytes" },
];

function requireWithin({ part, whole, always }: Relation, limits: Limits, changes: Changes): void {
  if (limits[part] <= limits[whole] || (changes[part] === undefined && !always)) return;
  throw new ConfigError(
    `--limit ${part}: it is ${limits[part]}, and ${whole} only ${limits[whole]}; ` +
      `lower ${part} or raise ${whole}`,
  );
}
