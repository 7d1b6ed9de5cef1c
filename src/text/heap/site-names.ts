import { namesIn } from "../page/names-in.ts";

const WHOLE_NAME_CHARS = 80;

/** What to call each of the sites of one answer: whole where that is short enough to keep crate and module in sight. */
export function siteNames(names: readonly string[]): (name: string) => string {
  const shortName = namesIn(names);
  return (name) => (name.length <= WHOLE_NAME_CHARS ? name : shortName(name));
}
