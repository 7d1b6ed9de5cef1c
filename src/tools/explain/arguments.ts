import { closestMatch } from "leven";
import type { z } from "zod";
import type { Explanation } from "../../text/explanation.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { InvalidArguments } from "../errors.ts";

/** Names every argument that does not fit, and the nearest right one for a name that is unknown. */
export function explainArguments(error: InvalidArguments): Explanation {
  const known = error.known.map((name) => words`${name}`);
  return {
    what: argumentProblems(error),
    next: known.length === 0 ? words`It takes no arguments.` : words`It takes: ${joined(known, words`, `)}.`,
  };
}

/** A sentence for each argument that does not fit. */
export function argumentProblems(error: InvalidArguments): Words {
  const unknownFirst = error.issues.toSorted((a, b) => rank(a) - rank(b));
  return joined(
    unknownFirst.flatMap((issue) => problemsOf(issue, error)),
    words` `,
  );
}

function problemsOf(issue: z.core.$ZodIssue, { known, empty }: InvalidArguments): Words[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownArgument(key, known));
  const argument = issue.path.join(".");
  if (argument === "") return [words`The arguments must be a JSON object.`];
  if (issue.code !== "invalid_type" || issue.input !== undefined) {
    return [words`${argument}: ${plainly(issue)}.`];
  }
  return [
    empty.includes(argument)
      ? words`${argument} is required, and came empty.`
      : words`${argument} is missing.`,
  ];
}

function unknownArgument(key: string, known: readonly string[]): Words {
  const nearest =
    closestMatch(key, known, { maxDistance: Math.max(2, Math.floor(key.length / 2)) }) ??
    known.find((name) => key.length > 2 && (name.includes(key) || key.includes(name)));
  return words`There is no argument ${key}${nearest === undefined ? words`.` : words`; did you mean ${nearest}?`}`;
}

/** What was expected, and what came, where zod says it. */
function plainly(issue: z.core.$ZodIssue): Words {
  switch (issue.code) {
    case "invalid_type":
      if (issue.expected === "never") return words`${issue.message}`;
      return issue.expected === "int"
        ? words`expected a whole number`
        : words`expected ${issue.expected}, got ${kindOf(issue.input)}`;
    case "invalid_value":
      return words`expected ${alternatives(issue.values)}, got ${typeof issue.input === "string" ? issue.input : kindOf(issue.input)}`;
    case "too_big":
      return words`at most ${Number(issue.maximum)}${issue.origin === "string" ? words` characters` : undefined}`;
    case "too_small":
      return issue.origin === "string" ? words`must not be empty` : words`at least ${Number(issue.minimum)}`;
    case "invalid_union": {
      const expected = issue.errors
        .flat()
        .flatMap((inner) => (inner.code === "invalid_type" ? inner.expected : []));
      return expected.length === 0
        ? words`${issue.message}`
        : words`expected ${alternatives(expected)}, got ${kindOf(issue.input)}`;
    }
    default:
      return words`${issue.message}`;
  }
}

/** "status, errors or config". */
function alternatives(values: readonly unknown[]): Words {
  const all = values.map((value) => words`${String(value)}`);
  const last = all.pop() ?? words``;
  return all.length === 0 ? last : words`${joined(all, words`, `)} or ${last}`;
}

function kindOf(input: unknown): string {
  if (input === null) return "null";
  return Array.isArray(input) ? "array" : typeof input;
}

/** A misspelt argument explains the missing one. */
function rank(issue: z.core.$ZodIssue): number {
  return issue.code === "unrecognized_keys" ? 0 : 1;
}
