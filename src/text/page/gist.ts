/** Room for a stranger's message in a line that says other things too. */
const CHARS = 120;

/** A last sentence that says only where more is written. */
const REFERENCE = /(?<=[.!?]) (?:For more (?:details|information), see|See|More at):? https?:\/\/\S+$/i;

/**
 * The end of a long message, where as a rule its cause is: as many of its last clauses as there is room for, with a
 * sign of what is left out.
 */
export function gist(whole: string): string {
  const message = whole.replace(REFERENCE, "");
  if (message.length <= CHARS) return message;
  const [last = "", ...before] = message.split(": ").toReversed();
  let told = last;
  let left = before.length;
  for (const clause of before) {
    if (clause.length + 2 + told.length > CHARS) break;
    told = `${clause}: ${told}`;
    left -= 1;
  }
  const chars = Array.from(told);
  const shown = chars.length > CHARS ? `${chars.slice(0, CHARS).join("")} …` : told;
  return left > 0 ? `… ${shown}` : shown;
}
