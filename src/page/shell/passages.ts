/** Lines of a text that belong together. */
export interface Passage {
  readonly lines: string[];
  readonly isQuoted: boolean;
}

/** A text in its passages: what is quoted stands between a line that begins with `<<mark` and one that is `mark>>`. */
export function passages(text: string): Passage[] {
  const all: Passage[] = [];
  let mark: string | undefined;
  for (const line of text.split("\n")) {
    const opened = mark === undefined ? /^<<(\S+) quoted/.exec(line)?.[1] : undefined;
    const last = all.at(-1);
    if (opened !== undefined) all.push({ lines: [], isQuoted: true });
    else if (line === `${mark}>>`) all.push({ lines: [], isQuoted: false });
    else if (last === undefined) all.push({ lines: [line], isQuoted: false });
    else last.lines.push(line);
    if (opened !== undefined) mark = opened;
    else if (line === `${mark}>>`) mark = undefined;
  }
  return all.filter(({ lines }) => lines.length > 0);
}
