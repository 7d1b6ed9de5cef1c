import { bytes, grouped } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";

/** How weights of a unit are told. */
export function amountOf(unit: string): (weight: number) => Words {
  return unit === "bytes" ? bytes : (weight) => words`${grouped(weight)} ${unit}`;
}

/** What a profile of a sample type is of. */
export function kindOf(type: string): Words {
  return type === "inuse_space" ? words`of heap in use` : words`of ${type}`;
}
