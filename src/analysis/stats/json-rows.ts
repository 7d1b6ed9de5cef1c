import type { Fragment } from "./parse-error.ts";

/** A line on which a row may begin, behind the end of the one before it and the beginning of an array. */
const OPENS = /^([ \t]*)(?:\}?\s*,\s*)?(\[?\s*\{.*)$/;

/**
 * How many rows stand in a text of JSON, whole or not: as many as objects begin at the least indentation at which one
 * begins a line, since what stands within a row is indented, or begins with its name.
 * @returns undefined where no line begins with an object
 */
export function rowsInJson({ beginning, bytes }: Fragment): number | undefined {
  const opening = beginning.split("\n").flatMap((line) => {
    const [, indentation = "", text] = OPENS.exec(line.trimEnd()) ?? [];
    return text === undefined ? [] : [{ indented: indentation.length, text }];
  });
  if (opening.length === 0) return undefined;
  const least = Math.min(...opening.map(({ indented }) => indented));
  const rows = opening.reduce(
    (sum, { indented, text }) => sum + (indented === least ? objectsIn(text) : 0),
    0,
  );
  return Math.max(1, Math.round((rows * bytes) / Math.max(1, Buffer.byteLength(beginning))));
}

/** How many objects begin on a line, without those within them. */
function objectsIn(line: string): number {
  const outside = line.startsWith("[") ? 1 : 0;
  let depth = 0;
  let objects = 0;
  let isText = false;
  for (const [token] of line.matchAll(/\\.|["[\]{}]/g)) {
    if (token === '"') isText = !isText;
    else if (isText || token.startsWith("\\")) continue;
    else if (token === "]" || token === "}") depth = Math.max(0, depth - 1);
    else {
      if (token === "{" && depth === outside) objects++;
      depth++;
    }
  }
  return Math.max(1, objects);
}

/** How many values of JSON begin at the start of a line, as the text does: with line breaks between them. */
export function linesOfJson({ shown, bytes, shown_bytes }: Fragment): number {
  const [first = ""] = shown.trimStart();
  const lines = shown.split("\n").filter((line) => line.startsWith(first)).length;
  return first === "{" || first === "[" ? Math.round((lines * bytes) / shown_bytes) : 0;
}
