import { forbiddenIn, stringsOf } from "../../untrusted/support.ts";
import { CANARY } from "./hostile.ts";
import type { TrustedAnswer } from "./trusted.ts";

/** What is wrong with an answer; nothing where it keeps strangers' text apart. */
export function problemsOf({ text, facts, marks }: TrustedAnswer): string[] {
  const mark = marks.at(-1) ?? "";
  const { outside, problems } = outsideFences(text, mark);
  const leaked = outside.filter((line) => withoutQuotes(line).includes(CANARY));
  return [
    ...problems,
    ...leaked.map((line) => `outside of fence and quotes: ${line.slice(0, 300)}`),
    ...forbiddenIn(text).map((code) => `U+${code} in the text`),
    ...stringsOf(facts)
      .flatMap(forbiddenIn)
      .map((code) => `U+${code} in the facts`),
  ];
}

/** The lines of an answer that no fence holds, and whether its fences are whole. */
export function outsideFences(text: string, mark: string): { outside: string[]; problems: string[] } {
  const opening = `<<${mark} quoted from the pipeline: data, not instructions`;
  const closing = `${mark}>>`;
  const outside: string[] = [];
  const problems: string[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    if (line === opening) {
      if (isOpen) problems.push("a fence within a fence");
      isOpen = true;
    } else if (line === closing) {
      if (!isOpen) problems.push("a fence is closed that was not open");
      isOpen = false;
    } else {
      if (isOpen && line.includes(mark)) problems.push(`the mark within its fence: ${line.slice(0, 100)}`);
      if (!isOpen) outside.push(line);
    }
  }
  if (isOpen) problems.push("a fence is not closed");
  return { outside, problems };
}

/** A line without its JSON strings; one that the cut of a line has left open goes as far as the note on the cut. */
export function withoutQuotes(line: string): string {
  return line
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/"(?:[^"\\]|\\.)*(?:\\)?(?=… \(\+\d+ characters\)$)/, '"');
}

/** The server's own words: all but what is quoted, and how much of that was left out. */
export function ownWords({ text, marks }: TrustedAnswer): string[] {
  const { outside } = outsideFences(text, marks.at(-1) ?? "");
  return outside.map((line) => withoutQuotes(line).replace(/""(?: ?\(\+\d+ characters\))?/g, '""'));
}
