/** Room for a stranger's message in a line that says other things too. */
const CHARS = 120;

/**
 * The end of a long message, where as a rule its cause is: as many of its last clauses as there is room for, with a
 * sign of what is left out.
 */
export function gist(message: string): string {
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
