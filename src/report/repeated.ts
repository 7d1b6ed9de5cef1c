import type { ReportPart } from "../answers/pictures.ts";
import { passages } from "../text/page/passages.ts";
import { repeatedWords, sameReasonWords } from "../text/report.ts";

/**
 * Parts without what an earlier one tells too: the lines that an answer of the same tool has, and the reason why nothing
 * could be read.
 */
export function withoutRepeated(parts: readonly ReportPart[]): ReportPart[] {
  return parts.map((part, at) => {
    const before = parts.slice(0, at);
    const [reason, ...others] = part.text === undefined ? part.missing : [];
    const same = before.find(({ text, missing }) => text === undefined && missing[0] === reason);
    if (reason !== undefined && same !== undefined)
      return { ...part, missing: [String(sameReasonWords(same.title)), ...others] };
    const earlier = before.find(({ from, text }) => text !== undefined && toolOf(from) === toolOf(part.from));
    return earlier === undefined ? part : without(part, earlier);
  });
}

function toolOf(from: string): string {
  return from.split(" ", 1).join("");
}

function without(part: ReportPart, earlier: ReportPart): ReportPart {
  if (part.text === undefined || earlier.text === undefined) return part;
  const told = new Set(passages(earlier.text).flatMap(({ lines, fence }) => (fence ? [] : lines)));
  let leftOut = 0;
  const kept = passages(part.text).flatMap(({ lines, fence }, place) => {
    if (fence) return [fence.opens, ...lines, ...(fence.closes === undefined ? [] : [fence.closes])];
    const own = lines.filter((line, at) => (place === 0 && at === 0) || !told.has(line));
    leftOut += lines.length - own.length;
    return own;
  });
  if (leftOut === 0) return part;
  return { ...part, text: [...kept, repeatedWords(leftOut, earlier.title)].join("\n") };
}
