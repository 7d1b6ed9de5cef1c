import type { Subsystem } from "../../analysis/owners/subsystem.ts";
import type { SitesFacts } from "../../analysis/pprof/sites/sites.ts";
import { frameName } from "../functions/frame-name.ts";
import { percent } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";
import { callersText, siteFile } from "./heap-callers.ts";
import { operatorLines } from "./heap-owners.ts";
import { amountOf } from "./heap-words.ts";
import { siteNames } from "./site-names.ts";
import { partWords, SUBSYSTEM_NAMES } from "./subsystem-words.ts";

const PARTS_SHOWN = 4;

/** What the parts are whose names do not say it to those who do not know Feldera's engine. */
const EXPLAINED: Partial<Record<Subsystem, Words>> = {
  merger: words`merger: state that background merges wrote`,
  operators: words`operators: batches and state`,
  storage: words`storage: blocks of files, and their cache`,
  input: words`input connectors: also values that tables keep`,
  heap_profiler: words`heap profiler: symbols that earlier profiles loaded`,
  runtime: words`threads and tasks: of no known purpose`,
  untold: words`not known: the functions have no names, or names without paths`,
};

/** Parts that do not say what their sites are for: the callers do. */
const TELLS_NOTHING: ReadonlySet<Subsystem> = new Set(["other", "runtime", "untold"]);

type Subsystems = SitesFacts["subsystems"][number];
type Site = SitesFacts["rows"][number];
type Held = Site["callPaths"][number] & { readonly site: Site };

/**
 * Which part of Feldera allocated the memory, below each the sites at which it did, and SQL operators that stacks name.
 *
 * @param withCallers whether the calls that lead to a site are shown where the part alone tells what it is for
 */
export function renderParts(facts: SitesFacts, withCallers: boolean, page: Page): void {
  const { subsystems, rows, rowsInAll, sampleType } = facts;
  const amount = amountOf(sampleType.unit);
  const nameOf = namesOnce(rows);
  const held = rows.flatMap((site) => site.callPaths.map((path) => ({ ...path, site })));
  const callersOf = (path: Held) =>
    withCallers || TELLS_NOTHING.has(path.subsystem) ? callersText(path) : "";

  function heldText(path: Held): string {
    const part = String(partWords(path.part));
    const at = `${amount(path.weight)} ${nameOf(path.site.name)}${siteFile(path.site)}${part === "" ? "" : `: ${part}`}`;
    return `  ${[at, callersOf(path)].filter((text) => text !== "").join(" < ")}`;
  }

  function subsystemText({ subsystem, weight, share, stacks, parts }: Subsystems): string {
    const title = EXPLAINED[subsystem] ?? SUBSYSTEM_NAMES[subsystem];
    const sites = held.filter((path) => path.subsystem === subsystem);
    const rest = sites.length === 0 ? [] : restText(parts, amount);
    const untold = sites.length === 0 ? partsText(parts, amount) : "";
    const head = `${amount(weight)} (${percent(share)}, ${stacks}) ${title}${untold === "" ? "" : `; ${untold}`}`;
    return [
      head,
      ...sites.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).map(heldText),
      ...rest,
    ].join("\n");
  }

  page.quote([...subsystems.map(subsystemText), ...operatorLines(facts)], {
    unit: words`parts of Feldera and SQL operators`,
    head: `size (share, stacks) part of Feldera; below it its sites (${rows.length} of ${rowsInAll}), the first functions outside allocator and std`,
  });
}

/** What to call a site: where it comes again, in another part, its last words will do. */
function namesOnce(rows: readonly Site[]): (name: string) => string {
  const nameOf = siteNames(rows.map(({ name }) => name));
  const named = new Set<string>();
  return (name) => {
    if (named.has(name)) return frameName(name);
    named.add(name);
    return nameOf(name);
  };
}

type Part = Subsystems["parts"][number];

function partsText(parts: readonly Part[], amount: (weight: number) => Words): string {
  const told = parts
    .map((each) => ({ ...each, text: String(partWords(each.part)) }))
    .filter(({ text }) => text !== "");
  const shown = told
    .slice(0, PARTS_SHOWN)
    .map(({ text, weight }) => (parts.length === 1 ? text : `${amount(weight)} ${text}`));
  const left = told.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more`] : [])].join(", ");
}

/** What of a part of Feldera is in sites beyond the limit. */
function restText(parts: readonly Part[], amount: (weight: number) => Words): string[] {
  const left = parts.filter(({ notShown }) => notShown !== 0);
  if (left.length === 0) return [];
  const whole = left.reduce((sum, { notShown }) => sum + notShown, 0);
  const told = partsText(
    left.map((part) => ({ ...part, weight: part.notShown })),
    amount,
  );
  return [`  ${amount(whole)} elsewhere${told === "" ? "" : `: ${told}`}`];
}
