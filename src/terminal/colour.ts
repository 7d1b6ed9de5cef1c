import { styleText } from "node:util";

/** Whether who reads a stream sees colours, and wants them (https://no-color.org). */
export function isColoured(
  { isTTY }: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

/** Text in a style, whatever Node makes of stdout: whether somebody sees colours has been decided. */
export function styled(style: Parameters<typeof styleText>[0], text: string): string {
  return styleText(style, text, { validateStream: false });
}

/**
 * An answer as a person reads it: what it begins with stands out, so do errors and warnings, and what is quoted from a
 * pipeline stands back. Only colours are added.
 */
export function highlighted(answer: string): string {
  let mark: string | undefined;
  return answer
    .split("\n")
    .map((line, index) => {
      const [, opened] = /^<<(\S+) /.exec(line) ?? [];
      if (mark !== undefined || opened !== undefined) {
        mark = opened ?? (line === `${mark}>>` ? undefined : mark);
        return styled("dim", line);
      }
      if (index === 0) return styled("bold", line);
      return line
        .replace(/^(\d+\. )?ERROR\b/, (word) => styled("red", word))
        .replace(/^(\d+\. )?WARNING\b/, (word) => styled("yellow", word));
    })
    .join("\n");
}
