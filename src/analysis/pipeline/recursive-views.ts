import * as z from "zod";
import { codeOnly, lineAt } from "../sql/program-code.ts";

/** A recursive view that computes new values out of its own rows, such as a depth or a path, and the line that declares it. */
export const CountingView = z.object({ name: z.string(), line: z.int() });

export type CountingView = z.infer<typeof CountingView>;

const DECLARED = /\bdeclare\s+recursive\s+view\s+(\w+)/gi;

/** Of two operands; an asterisk may stand for all columns. */
const COMPUTES =
  /[\w)]\s{0,80}(?:[+\-/%]|(?<!\b(?:select|distinct|all)\s{0,80})\*)\s{0,80}[\w(]|\|\||\b(?:concat|array_append|array_concat)\s{0,80}\(/i;

/**
 * Those that may never come to their end: what a view that computes nothing can hold is made of the values that there
 * are, and each round adds less to it; one that counts has new rows in each round where its data go in a circle.
 */
export function countingViews(program: string): CountingView[] {
  const code = codeOnly(program);
  return [...code.matchAll(DECLARED)].flatMap(({ 0: declaration, 1: written = "", index }) => {
    const at = index + declaration.length - written.length;
    const name = program.slice(at, at + written.length);
    const start = code.indexOf(";", index);
    const view = start < 0 ? -1 : code.slice(start).search(new RegExp(`\\bview\\s+${written}(?!\\w)`, "i"));
    if (view < 0) return [];
    const [statement = ""] = code.slice(start + view).split(";");
    const line = lineAt(program, index);
    return COMPUTES.test(statement) ? [{ name: name.replace(/^"|"$/g, ""), line }] : [];
  });
}
