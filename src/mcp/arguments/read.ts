import type { z } from "zod";
import { InvalidArguments } from "../../tools/errors.ts";
import { isObject } from "../object.ts";
import { type ClientArgument, clientArguments } from "./client-arguments.ts";
import { fitted } from "./fit.ts";

export interface ReadArguments<Input extends z.ZodType> {
  readonly args: z.output<Input>;
  readonly leftOut: readonly ClientArgument[];
}

/**
 * The arguments of a tool or of a prompt, as clients send them: null and "" stand for what was not filled in, values
 * are read as `fitted` says, the whole may be a string that holds a JSON object, and what a client adds for itself is
 * left out. Misspelt arguments are refused all the same.
 *
 * @throws InvalidArguments
 */
export function readArguments<Input extends z.ZodObject>(input: Input, given: unknown): ReadArguments<Input> {
  const known = Object.keys(input.shape);
  const all = argumentsObject(given);
  const leftOut = clientArguments(Object.keys(all ?? {}), known);
  const theirs = new Set(leftOut.map(({ name }) => name));
  const own = Object.entries(all ?? {}).filter(([name]) => !theirs.has(name));
  const empty = own.flatMap(([name, value]) =>
    known.includes(name) && (value === null || value === "") ? name : [],
  );
  const filledIn = Object.fromEntries(own.filter(([name]) => !empty.includes(name)));
  const parsed = input.safeParse(all === undefined ? given : fitted(input, filledIn), { reportInput: true });
  if (!parsed.success) throw new InvalidArguments(parsed.error, known, empty);
  return { args: parsed.data, leftOut };
}

/** Arguments as an object: none are an empty one, and a string may hold one. Undefined where they are none. */
export function argumentsObject(given: unknown): Readonly<Record<string, unknown>> | undefined {
  if (given === undefined || given === null || given === "") return {};
  if (typeof given !== "string") return isObject(given) ? given : undefined;
  try {
    const read: unknown = JSON.parse(given);
    return isObject(read) ? read : undefined;
  } catch {
    return undefined;
  }
}
