import type { ReportPart } from "../answers/pictures.ts";
import { repeatedWords } from "../text/report.ts";

/** Parts without the lines that an earlier answer of the same tool has too, which say the same once more. */
export function withoutRepeated(parts: readonly ReportPart[]): ReportPart[] {
  return parts.map((part, at) => {
    const earlier = parts
      .slice(0, at)
      .find(({ from, text }) => text !== undefined && toolOf(from) === toolOf(part.from));
    return earlier === undefined ? part : without(part, earlier);
  });
}

function toolOf(from: string): string {
  return from.split(" ", 1).join("");
}

function without(part: ReportPart, earlier: ReportPart): ReportPart {
  if (part.text === undefined) return part;
  const told = new Set(ownLines(earlier.text ?? "").flatMap(({ line, isOwn }) => (isOwn ? [line] : [])));
  const lines = ownLines(part.text);
  const kept = lines.filter(({ line, isOwn }) => !(isOwn && told.has(line)));
  if (kept.length === lines.length) return part;
  const note = String(repeatedWords(lines.length - kept.length, earlier.title));
  return { ...part, text: [...kept.map(({ line }) => line), note].join("\n") };
}

/** The lines of a text, and which of them are not quoted from a pipeline: those belong together. */
function ownLines(text: string): { readonly line: string; readonly isOwn: boolean }[] {
  let mark: string | undefined;
  return text.split("\n").map((line) => {
    const opened = /^<<(\S+) /.exec(line)?.[1];
    const isOwn = mark === undefined && opened === undefined;
    if (opened !== undefined && mark === undefined) mark = opened;
    else if (line === `${mark}>>`) mark = undefined;
    return { line, isOwn };
  });
}
