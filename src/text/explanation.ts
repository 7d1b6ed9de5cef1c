import type { Page } from "./page/page.ts";
import { joined, type Words, words } from "./page/words.ts";

/** An error in three lines: what happened, why, what to do next. */
export interface Explanation {
  readonly what: Words;
  readonly why?: Words | undefined;
  readonly next?: Words | undefined;
}

export function renderExplanation({ what, why, next }: Explanation, page: Page): void {
  for (const line of [what, why, next]) if (line) page.line(line);
}

/** What a client is told of an error that this server does not know. */
export function renderDefect(page: Page): void {
  page.line(words`This server failed on the call: a defect of its own, not of Feldera or the arguments.`);
  page.line(words`Its stderr has the stack; other calls still work.`);
}

/** Tells of an argument that a client adds to its calls for itself. */
export function renderLeftOut({ name, client }: { name: string; client: string }, page: Page): void {
  page.line(
    words`(The argument ${name}, which ${client} adds to its calls, is not one of this tool's and was left out.)`,
  );
}

/** The settings that an explanation names, as the entry of the instance in the instances file has them. */
export function instanceSettings(
  named: readonly { readonly member: string; readonly variable: string }[],
): Words {
  const members = named.map(({ member, variable }) => words`${member} in place of ${variable}`);
  return words`in its entry of the instances file: ${joined(members, words`, `)}`;
}

/** Where the settings of an instance stand, which an explanation names as those of the only Feldera. */
export function renderInstance(
  instance: string,
  named: readonly { readonly member: string; readonly variable: string }[],
  page: Page,
): void {
  page.line(words`This was instance ${instance}: its settings are ${instanceSettings(named)}.`);
}
