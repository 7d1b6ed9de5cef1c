import type { PictureOf } from "../../answers/pictures.ts";
import { MEASURE_WORDS, percentText } from "../figures/figures.ts";
import { comparable } from "../operators/facts.ts";

const TITLE_CODE_CHARS = 50;

/** The line that costs most, by the first measure that says so. */
export function programTitle(facts: PictureOf<"program">): string {
  const { charged, lines } = facts;
  for (const measure of comparable(facts)) {
    const shares = charged.shares[measure] ?? [];
    const at = shares.reduce<number>(
      (best, share, each, all) => ((share ?? 0) > (all[best] ?? 0) ? each : best),
      -1,
    );
    const line = charged.line[at];
    const share = shares[at];
    if (line === undefined || !share) continue;
    const code = (lines[line - 1] ?? "").trim();
    const told = code.length > TITLE_CODE_CHARS ? `${code.slice(0, TITLE_CODE_CHARS)}…` : code;
    return `Line ${line} has ${percentText(share)} of the ${MEASURE_WORDS[measure].title}: ${told}`;
  }
  return "What each line costs is not known";
}
