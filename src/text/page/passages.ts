/** Lines of an answer that belong together. */
export interface Passage {
  readonly lines: string[];
  /** The line before and the one after what is quoted of a pipeline; absent for what an answer says itself. */
  readonly fence?: { readonly opens: string; closes?: string };
}

/** An answer in its passages: what is quoted stands between a line that begins with `<<mark` and one that is `mark>>`. */
export function passages(text: string): Passage[] {
  const all: Passage[] = [];
  let mark: string | undefined;
  for (const line of text.split("\n")) {
    const last = all.at(-1);
    if (mark !== undefined && last !== undefined) {
      if (line !== `${mark}>>`) last.lines.push(line);
      else {
        if (last.fence) last.fence.closes = line;
        mark = undefined;
      }
      continue;
    }
    mark = /^<<(\S+) quoted/.exec(line)?.[1];
    if (mark !== undefined) all.push({ lines: [], fence: { opens: line } });
    else if (last === undefined || last.fence) all.push({ lines: [line] });
    else last.lines.push(line);
  }
  return all;
}
