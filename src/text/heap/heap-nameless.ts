import type { SitesFacts } from "../../analysis/pprof/sites/sites.ts";
import { NO_SYMBOLS } from "../functions/no-symbols.ts";
import { percent, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, words } from "../page/words.ts";
import { amountOf } from "./heap-words.ts";

const OBJECTS_SHOWN = 4;
/** From this share on, what names would tell is what the profile is for. */
const MOSTLY = 0.5;

/** What the profile cannot tell because functions have no names, or names without paths, and what tells it instead. */
export function renderNameless(pipeline_name: string, facts: SitesFacts, page: Page): void {
  const { unsymbolised, bare, sampleType } = facts;
  const amount = amountOf(sampleType.unit);
  if (unsymbolised.weight > 0) {
    const shown = unsymbolised.objects
      .slice(0, OBJECTS_SHOWN)
      .map(({ object, weight }) => words`${baseName(object)} ${amount(weight)}`);
    const left = unsymbolised.objects.length - shown.length;
    const more = left > 0 ? words`, ${left} more` : undefined;
    page.line(
      words`${amount(unsymbolised.weight)} (${percent(unsymbolised.share)}) is in ${plural(unsymbolised.stacks, words`stack`, words`stacks`)} of code without names: ${joined(shown, words`, `)}${more}.`,
    );
    if (unsymbolised.share >= MOSTLY) {
      page.line(
        words`That is, ${NO_SYMBOLS}. Until then the circuit and the statistics tell what holds memory.`,
      );
      page.next(
        "summarize_circuit_profile",
        { pipeline_name, by: "memory" },
        words`for the memory of each operator`,
      );
      page.next("get_stats", { pipeline_name }, words`for what connectors queue`);
    }
  }
  if (bare.weight > 0) {
    page.line(
      words`${amount(bare.weight)} (${percent(bare.share)}) is at functions whose names have no paths (line tables only, as Feldera's profile optimized_symbols gives): all functions of one name are one here, with the file of any of them, so the file may be another's, and crates are not known.`,
    );
  }
}

function baseName(path: string): string {
  return path === "" ? "no known file" : (path.split("/").at(-1) ?? path);
}

/** A source file from its crate's folder on where that tells, or its last folders. */
export function shortFile(file: string): string {
  const [, inCrate] = /(?:^|\/)([\w-]+-\d+\.\d+\.\d+[^/]*\/.+)$/.exec(file) ?? [];
  return inCrate ?? file.split("/").slice(-FOLDERS_SHOWN).join("/");
}

const FOLDERS_SHOWN = 3;
