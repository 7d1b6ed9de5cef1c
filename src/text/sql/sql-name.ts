import { sqlIdentifier } from "../../sql-identifiers.ts";
import { json, type Words, words } from "../page/words.ts";

/** A table or view as SQL writes it: in quotes where it needs them. */
export function sqlName(name: string): Words {
  return sqlIdentifier(name) === name ? words`${name}` : json(name);
}
