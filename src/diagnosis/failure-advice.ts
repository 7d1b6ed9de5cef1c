import type { DeploymentFailure } from "../analysis/pipeline/deployment-error.ts";
import { failureKind, isOfFile } from "../analysis/pipeline/failure-kind.ts";
import type { PanicExpression } from "../analysis/pipeline/panic-expression.ts";
import { joined, type Words, words } from "../text/page/words.ts";
import type { Evidence } from "./evidence.ts";

const OVERFLOW = /overflow|out of range/i;

/** What in the SQL a panic's own words blame, and what helps. */
const OF_SQL: readonly (readonly [RegExp, Words])[] = [
  [
    /\b(?:calculate (?:ln|log|log10)\b|out of range \[-?1, )/i,
    words`A mathematical function meets a value that it is not defined for, such as a logarithm of a negative number: make it NULL for those (CASE), or leave such rows out`,
  ],
  [
    /\b(?:TIMESTAMP|TIMESTAMP WITH TIME ZONE|Timestamp) out of range\b|\bCould not convert timestamp\b|\bCannot (?:add interval|represent timestamp)\b/,
    words`A moment lies outside of the years that SQL's types for time hold, as where milliseconds are taken for seconds, or a far moment stands for none: correct it, or leave such rows out`,
  ],
  [
    /\bcast of NULL value to non-null type\b|\bNULL result produced\b/,
    words`A value is NULL where its type does not allow that: give it another for NULL (COALESCE), or leave such rows out`,
  ],
  [
    /\bnegative weight\b/i,
    words`Rows were deleted that were never there: a table without a key takes what a source deletes as it comes. Give it a PRIMARY KEY, or have its source delete only what it has inserted`,
  ],
  [
    /\bInvalid regular expression\b/,
    words`A pattern is no regular expression, as one may be that comes from rows: correct it, or leave such rows out`,
  ],
  [/\bInvalid format in PARSE_/, words`The format that is given to the function is none: correct it`],
  [
    /'ELEMENT\(\)' called on array/,
    words`ELEMENT takes arrays of one element at most: take one by its index, or leave such rows out`,
  ],
  [
    /'array_insert\b|'array_index'/i,
    words`Elements of an array are counted from 1: correct the position, or leave such rows out`,
  ],
  [/\bfailed to decompress\b/, words`GUNZIP meets bytes that gzip has not made: leave such rows out`],
  [
    /\b(?:as|to) DECIMAL\(\d+, ?\d+\).*(?:too small to represent|out of range)/,
    words`A value has more digits before its point than the DECIMAL that it becomes: give that more (the first figure of DECIMAL(…)), or leave such rows out`,
  ],
  [
    /error converting (?!.*out of range)|while converting|cannot (?:be cast|parse|convert|cast)|\b(?:failed to|could not) parse\b|\bparse error\b|\bdoes not have format\b|\bmust be between\b|\bnot a number\b|\bNegative value converted\b|\bexactly 16 bytes\b/i,
    words`A CAST meets a value that it cannot convert: correct the value at its source, or write SAFE_CAST, which gives NULL for it`,
  ],
  [
    /[/%] 0\b|(?:divi\w+|modulo) by (?:zero|0\b)|divisor of zero/i,
    words`A division by zero: make the divisor NULL where it is 0 (NULLIF), or leave such rows out`,
  ],
  [
    /called `Result::unwrap\(\)` on an `Err` value/,
    words`A function gave an error instead of a value, in the words above: one of the user's own (udf_rust), where the program has one, or one of SQL that cannot take the value. Let it give NULL for such a value, or leave such rows out`,
  ],
  [
    /more than one value in subquery/i,
    words`A subquery that stands for one value has found two rows or more: leave one in the table that it reads, or have the subquery give one (MAX, or LIMIT 1)`,
  ],
  [OVERFLOW, words`A value is larger than its type holds: compute it in a wider one, or leave such rows out`],
];

const UNTOLD = words`One of two: a value that an expression of the SQL cannot take, or a defect of the engine; the panic's own words and the lines before it in the log tell which`;

/** What the engine says of storage that it cannot read or write, for another reason than that it is full. */
const OF_STORAGE =
  /\b(?:StdIo|Corrupt layer file|Error accessing storage|read failed|write failed|(?:index|data|filter) block)\b/i;
const OF_ENGINE = /\bcrates\/(?:dbsp|storage|buffer-cache)\//;

const STORAGE_FAILED = words`Reading or writing its storage failed, in the words above: a disk that fails, or a file that was deleted or cut short there. See to the disk; where a file is damaged, go back to an earlier checkpoint, or clear its storage`;

/** Where no words are known, by the part of Feldera that panicked. */
const OF_PLACE: readonly (readonly [RegExp, Words])[] = [
  [
    /\bcrates\/sqllib\//,
    words`A value that an expression of the SQL cannot take, as the words above say: have it give NULL for that (CASE), or leave such rows out. It comes back with the same input`,
  ],
  [
    OF_ENGINE,
    words`It is in Feldera's engine, and no value of the SQL's: a defect of that, as a rule. Report it with the log; another version may not have it`,
  ],
];

/** Of a panic in the user's own Rust. */
export const OF_UDF = words`The panic is the user's own Rust code (udf_rust), not the engine: it comes back whenever the same value is read. Let it give NULL for such a value, since an error (Err) ends the pipeline, too`;

interface SpillSettings {
  readonly limit_setting?: string;
  readonly has_storage?: boolean;
}

/** What decides whether state leaves memory in time, as far as the configuration was read. */
export function spillSettings({ pipeline }: Pick<Evidence, "pipeline">): SpillSettings {
  const { sizes, has_storage } = pipeline?.settings ?? {};
  return {
    ...(sizes?.process_memory.name && { limit_setting: sizes.process_memory.name }),
    ...(has_storage !== undefined && { has_storage }),
  };
}

/** How to keep it from being killed again: a limit below what it is killed at, and storage first where there is none. */
export function spillAdvice(
  name: string | undefined,
  has_storage: boolean | undefined,
  most: Words = words`what the machine or container has`,
): Words {
  const setting =
    name === undefined ? words`a memory limit (whether one is configured is not known)` : words`${name}`;
  const storage = has_storage === false ? words`Give it storage, and set` : words`Set`;
  const unknown = has_storage === undefined ? words` (whether it has any is not known)` : undefined;
  return words`${storage} ${setting} below ${most}, so that it spills to storage in time${unknown}`;
}

const OF_SUM = words`A sum has the type of what it sums, and has grown larger than that holds: convert what is summed to a wider type first, such as CAST(… AS BIGINT). It comes back once as much has been added up again`;

const OF_UDF_ERROR = words`A function of the user's own (udf_rust) gave an error instead of a value, in the words above. Let it give NULL for such a value, or leave such rows out. It comes back with the same input`;

/** What the CASTs of texts to numbers say. */
const OF_TEXT =
  /\berror converting '.{0,300}' to (?:TINYINT|SMALLINT|INTEGER|BIGINT|REAL|DOUBLE|FLOAT|DECIMAL)\b/is;
const CAST = /\bCAST\s*\(|::|\bCONVERT\s*\(/i;

/** What converts the text that stands on one side. */
const COMPARES = /[<>=+*/-]|\b(?:BETWEEN|IN)\b/i;

const OF_SECRET_CAST = words`A text is taken for a number there, though no CAST is written: compare it with a text ('20'), or write SAFE_CAST(… AS INTEGER), which gives NULL for what is no number. It comes back with the same input`;

/**
 * What is behind a panic, as far as its own words tell, and what helps.
 *
 * @param expressions of the SQL: that which panicked, or of which one did
 */
export function panicAdvice(
  { cause, panic }: Pick<DeploymentFailure, "cause" | "panic">,
  expressions: readonly PanicExpression[] = [],
): Words {
  if (panic?.in_udf) return OF_UDF;
  const [first, another] = expressions;
  if (first?.operation === "user-defined function call") return OF_UDF_ERROR;
  if (OVERFLOW.test(cause) && another === undefined && isSum(first?.code ?? "")) return OF_SUM;
  if (OF_ENGINE.test(panic?.location ?? "") && OF_STORAGE.test(cause)) return STORAGE_FAILED;
  const isSecret = another === undefined && COMPARES.test(first?.code ?? "") && !CAST.test(first?.code ?? "");
  if (isSecret && OF_TEXT.test(cause)) return OF_SECRET_CAST;
  const known = OF_SQL.find(([pattern]) => pattern.test(cause))?.[1];
  if (known !== undefined) return words`${known}. It comes back with the same input`;
  return OF_PLACE.find(([pattern]) => pattern.test(panic?.location ?? ""))?.[1] ?? UNTOLD;
}

/** Whether it is one SUM(…) and no more, as SUM(fare) / SUM(minutes) is. */
function isSum(code: string): boolean {
  const opening = /^sum\s*\(/i.exec(code)?.[0];
  if (opening === undefined) return false;
  let open = 1;
  let at = opening.length;
  for (; at < code.length && open > 0; at++) open += code[at] === "(" ? 1 : code[at] === ")" ? -1 : 0;
  return open === 0 && at === code.length;
}

const OPERATION_WORDS: Readonly<Record<NonNullable<PanicExpression["operation"]>, Words>> = {
  division: words`division`,
  remainder: words`remainder`,
  multiplication: words`multiplication`,
  subtraction: words`subtraction`,
  "user-defined function call": words`user-defined function call`,
};

/** How many expressions are named of which one panicked. */
const NAMED = 4;

/** " at cents / items (line 7, the only division of its SQL)"; none where no expression is known. */
export function panickedAtWords(expressions: readonly PanicExpression[]): Words | undefined {
  const [only, ...others] = expressions;
  if (only === undefined) return undefined;
  const { code, line, operation, besides } = only;
  const its = words`of its SQL${besides && words` that can be it`}`;
  if (others.length === 0) {
    return operation === undefined
      ? words` at ${code}`
      : words` at ${code} (line ${line}, the only ${OPERATION_WORDS[operation]} ${its})`;
  }
  const named = expressions.slice(0, NAMED).map((one) => words`${one.code} (line ${one.line})`);
  const rest = expressions.length - named.length;
  const more = rest > 0 ? words` and ${rest} more` : undefined;
  return words` at one of the ${expressions.length} ${operation === undefined ? words`expression` : OPERATION_WORDS[operation]}s ${its}, ${joined(named, words`, `)}${more}`;
}

/** What helps where storage ran full or failed, by the words with which it did. */
export function storageAdvice(said: string): Words {
  return isOfFile(said)
    ? words`A file could not be made there, and not for want of room, which is told by name. Most often the process has as many files open as it may (ulimit -n, LimitNOFILE; its log tells that limit where it is low): raise it; else the disk fails`
    : words`State and merges need more space than the volume has: give it a larger one, or bound its state`;
}

/** Likewise, of whatever ended a run. */
export function failureAdvice(failure: DeploymentFailure): Words {
  switch (failureKind(failure)) {
    case "panic":
      return panicAdvice(failure);
    case "storage":
      return storageAdvice(failure.cause);
    case "storage in use":
      return words`Another process has its storage; it can start once that has ended`;
    case "out of memory":
    case "killed":
      return words`What it needs comes with what it reads: see how its memory grows before it is killed again`;
    case "asked to end":
      return words`Something outside asked it to end (SIGTERM, after which it closes in good order, with status 0), which is no fault of its own: an administrator, a service manager, or an orchestrator that moves it`;
    case "connector":
      return words`What the connector opens has to be mended, or its configuration corrected`;
    case "provisioning":
    case "other":
      return words`Nothing that would prevent it was changed`;
  }
}
