import { MARK, type Span, splitAtReferences } from "./mark.ts";

/** `text` with a mark in place of each span. References within stay, and so do newlines, so that lines keep their numbers. */
export function redactSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of merged(spans)) {
    parts.push(text.slice(done, start), redactWhole(text.slice(start, end)));
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/** A mark in place of the whole secret, its references and newlines kept. */
export function redactWhole(secret: string): string {
  return splitAtReferences(secret)
    .map((part, index) => (index % 2 === 1 || part.trim() === "" ? part : MARK + part.replace(/[^\n]+/g, "")))
    .join("");
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && span.start <= last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      result.push(span);
    }
  }
  return result;
}
