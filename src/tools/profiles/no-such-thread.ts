import { THREAD_GROUPS } from "../../analysis/firefox/threads/thread-groups.ts";
import { joined, words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import type { ToolContext } from "../tool.ts";

/** How many names of threads are offered where no thread has the name that was asked for. */
const OFFERED = 20;

/** @param threads the names of the profile's threads */
export function noSuchThread(
  thread: string,
  threads: readonly string[],
  { cleaner }: Pick<ToolContext, "cleaner">,
): ToolError {
  const names = threads.slice(0, OFFERED).map((one) => words`${cleaner.text(one)}`);
  const more = threads.length > names.length ? words` and ${threads.length - names.length} more` : undefined;
  return new ToolError(
    words`The profile has no thread or group of threads ${thread}.`,
    words`Groups are ${joined(
      THREAD_GROUPS.map((group) => words`${group}`),
      words`, `,
    )}; threads are ${joined(names, words`, `)}${more}.`,
  );
}
