import * as z from "zod";
import { InvalidArguments } from "../tools/errors.ts";
import { argumentProblems } from "../tools/explain/arguments.ts";

/** What is wrong with the parameters of a request, a sentence each; `within` is where they lie in it. */
export function problems({ issues }: z.ZodError, within: readonly string[] = []): string {
  const placed = issues.map((issue) => ({ ...issue, path: [...within, ...issue.path] }));
  return String(argumentProblems(new InvalidArguments(new z.ZodError(placed), [])));
}
