import type { FunctionChanges, OperatorChanges } from "../../analysis/firefox/change-schema.ts";
import type { Change } from "../../analysis/profiles/change.ts";
import { grouped, span } from "../page/format.ts";
import { namesIn } from "../page/names-in.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { coresWords, GROUP_NAMES } from "./cpu.ts";
import { placeText } from "./cpu-places.ts";

type RankedBy = FunctionChanges["rankedBy"];

/** What changed by function since a baseline. */
export function renderFunctionChanges(pipeline_name: string, facts: FunctionChanges, page: Page): void {
  const { rankedBy, groups, functionsBySelf, functionsByTotal } = facts;
  const nameOf = namesIn([...functionsBySelf.rows, ...functionsByTotal.rows].map(({ name }) => name));
  renderHead(pipeline_name, facts, page);
  if (groups.length > 0) {
    const changes = groups.map(
      ({ group, ...rate }) =>
        words`${GROUP_NAMES[group]} ${directionWords(rate)} ${totalText(rate, rankedBy)}`,
    );
    page.line(words`By group of threads: ${joined(changes, words`; `)}.`);
  }
  const section = (title: Words, { rows, shown, of, withinNoise }: FunctionChanges["functionsBySelf"]) => {
    const lines = rows.map(({ name, library, place, ...rate }) => {
      const from = library === undefined ? "" : ` (${library})`;
      return rowText(rate, rankedBy, `${nameOf(name)}${from}`, place);
    });
    return [`${title}, ${counts(shown, of, withinNoise)}:`, ...lines].join("\n");
  };
  page.quote(
    [
      section(words`Functions by self`, functionsBySelf),
      section(words`Functions by total`, functionsByTotal),
    ],
    { unit: words`sections` },
  );
}

/** What changed by operator since a baseline. */
export function renderOperatorChanges(pipeline_name: string, facts: OperatorChanges, page: Page): void {
  const { rankedBy, operators } = facts;
  renderHead(pipeline_name, facts, page);
  page.quote(
    operators.rows.map(({ nodeId, kind, place, ...rate }) =>
      rowText(rate, rankedBy, `${kind} ${nodeId}`, place),
    ),
    {
      unit: words`operators`,
      head: `By operator, in workers and mergers, ${counts(operators.shown, operators.of, operators.withinNoise)}:`,
    },
  );
  page.line(words`Operators are compared by node id and kind, which a changed program can give to others.`);
}

function renderHead(
  pipeline_name: string,
  { rankedBy, all, seconds, noiseDeviations }: FunctionChanges | OperatorChanges,
  page: Page,
): void {
  page.line(
    words`${pipeline_name}: CPU ${directionWords(all)} ${totalText(all, rankedBy)}, over ${span(seconds.before * 1000)} before and ${span(seconds.after * 1000)} now.`,
  );
  const unit =
    rankedBy === "cpu"
      ? words`ms of CPU per second`
      : words`samples per second (a profile tells no CPU time)`;
  page.line(
    words`Rows: what happened | ${unit}, before -> now | by how many standard deviations of what so many samples can tell; up to ${noiseDeviations} are called noise.`,
  );
}

function counts(shown: number, of: number, withinNoise: number): string {
  const beyond = `${grouped(of)} changed, ${grouped(withinNoise)} only within noise`;
  return shown < of + withinNoise ? `${beyond}, ${shown} shown` : beyond;
}

function rowText(
  rate: Change,
  rankedBy: RankedBy,
  name: string,
  place: Parameters<typeof placeText>[0] | undefined,
): string {
  const sql = place === undefined ? "" : `\n    ${placeText(place)}`;
  const cost = (value: number) => Number((rankedBy === "cpu" ? value / 1000 : value).toPrecision(3));
  const costs = `${cost(rate.before)} -> ${cost(rate.after)}`;
  return `${directionWords(rate)} | ${costs} | ${deviationsText(rate)} | ${name}${sql}`;
}

/** "1.2 -> 0.88 cores (-6.5 deviations)": what one core is, CPU of one second per second. */
function totalText(rate: Change, rankedBy: RankedBy): Words {
  const costs =
    rankedBy === "cpu"
      ? words`${Number((rate.before / 1e6).toPrecision(2))} -> ${coresWords(rate.after / 1e6)}`
      : words`${Math.round(rate.before)} -> ${Math.round(rate.after)} samples per second`;
  return words`${costs} (${deviationsText(rate)} deviations)`;
}

function directionWords({ direction, noise }: Change): Words {
  return noise?.isWithin === true ? words`noise` : words`${direction}`;
}

function deviationsText({ noise }: Change): Words {
  const { deviations = 0 } = noise ?? {};
  return words`${deviations < 0 ? undefined : words`+`}${Number(deviations.toFixed(1))}`;
}
