import { json, type Words, words } from "../page/words.ts";

/** A handle of plain names: `customer_totals.max@76:12#2`. */
const PLAIN = /^([a-z_0-9.]+)(?:@(\d+(?::\d+)?))?(?:#(\d+))?$/;

/** An operator's handle, in quotes where its view's name has more than a name's signs. */
export function operatorName(handle: string): Words {
  const [, name, at, number] = PLAIN.exec(handle) ?? [];
  if (name === undefined) return json(handle);
  return words`${name}${at && words`@${at}`}${number && words`#${number}`}`;
}
