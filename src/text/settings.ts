import type { Unreadable } from "../feldera/settings/reading.ts";
import { type Words, words } from "./page/words.ts";

/** A setting by its name and its value, as its user wrote them. */
export function settingWords({ name, written }: { name: string; written: string }): Words {
  return words`${name} ${written}`;
}

const WHY: Readonly<Record<Unreadable["why"], Words>> = {
  "no number": words`there is no number in it`,
  "unknown unit": words`Feldera does not know its unit`,
  "no unit": words`it has no unit`,
  negative: words`it is negative`,
  "not a whole number": words`it is not a whole number`,
  "too large": words`it is beyond 64 bits`,
  "wrong kind": words`it is neither a number nor text`,
  "written twice": words`Feldera refuses both at once`,
};

/** "NAME could not be read: 16000 (it has no unit)". */
export function unreadableWords({ name, written, why }: Unreadable): Words {
  return words`${name} could not be read: ${written} (${WHY[why]})`;
}
