import type { z } from "zod";
import { isObject } from "../object.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const NUMBER = /^\s*[-+]?\d+(\.\d+)?(e[-+]?\d+)?\s*$/i;

/** A value that fits may uncover what does not fit within it: a list written as a string, then what is in the list. */
const MOST_PASSES = 3;

/**
 * `value` with what does not fit `schema` read as what was meant: "3" is 3 where a number is wanted, 3 is "3" where a
 * string is, "true" is true, "ERROR" is the option "error", and a list or an object may come as JSON in a string. What
 * fits is never touched, and what cannot be read so stays as it is, for the schema to refuse.
 */
export function fitted(schema: z.ZodType, value: unknown): unknown {
  let fitting = value;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const { error } = schema.safeParse(fitting, { reportInput: true });
    if (error === undefined) return fitting;
    const before = fitting;
    for (const issue of error.issues) {
      const meant = meantBy(issue, issue.input);
      if (meant !== undefined) fitting = replaced(fitting, issue.path, meant);
    }
    if (fitting === before) return fitting;
  }
  return fitting;
}

/** What `input` can be read as, given what the schema says of it. */
function meantBy(issue: Issue, input: unknown): unknown {
  switch (issue.code) {
    case "invalid_type":
      return READINGS[issue.expected]?.(input);
    case "invalid_value":
      return optionMeant(issue.values, input);
    case "invalid_union": {
      const readings = issue.errors.flatMap((issues) =>
        issues.filter(({ path }) => path.length === 0).map((inner) => meantBy(inner, input)),
      );
      return readings.find((reading) => reading !== undefined);
    }
    default:
      return undefined;
  }
}

const READINGS: Readonly<Record<string, (input: unknown) => unknown>> = {
  number: (input) => (typeof input === "string" && NUMBER.test(input) ? Number(input) : undefined),
  boolean: (input) => {
    const word = typeof input === "string" ? input.trim().toLowerCase() : "";
    return word === "true" || word === "false" ? word === "true" : undefined;
  },
  string: (input) => (typeof input === "number" || typeof input === "boolean" ? String(input) : undefined),
  array: (input) => {
    const read = jsonIn(input);
    if (Array.isArray(read)) return read;
    return typeof input === "string" || typeof input === "number" ? [input] : undefined;
  },
  object: (input) => {
    const read = jsonIn(input);
    return isObject(read) ? read : undefined;
  },
};

function optionMeant(options: readonly unknown[], input: unknown): unknown {
  const word = typeof input === "string" ? input.trim().toLowerCase() : undefined;
  return options.find((option) => String(option).toLowerCase() === word);
}

function jsonIn(input: unknown): unknown {
  if (typeof input !== "string") return undefined;
  try {
    return JSON.parse(input);
  } catch {
    return undefined;
  }
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? replaced(item, rest, by) : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === key ? replaced(item, rest, by) : item]),
  );
}
