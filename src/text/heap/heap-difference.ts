import type { SitesDifferenceFacts } from "../../analysis/pprof/sites/sites-difference.ts";
import type { Change } from "../../analysis/profiles/change.ts";
import { operatorAt } from "../circuit/circuit-sql.ts";
import { bytes, moment, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { operatorCode } from "./heap-owners.ts";
import { amountOf, kindOf } from "./heap-words.ts";
import { siteNames } from "./site-names.ts";
import { SUBSYSTEM_NAMES } from "./subsystem-words.ts";

type Amount = (weight: number) => Words;

/** What grew, what shrank, what is new and what is gone between two heap profiles. */
export function renderSitesDifference(pipeline_name: string, facts: SitesDifferenceFacts, page: Page): void {
  const { sampleType, whole, profiler, profile, base, rows, sampledEveryBytes } = facts;
  const amount = amountOf(sampleType.unit);
  page.line(
    words`${pipeline_name}: ${signed(whole.change, amount)} ${kindOf(sampleType.type)}, from ${amount(whole.before)}${takenAt(base.timeMs)} to ${amount(whole.after)}${takenAt(profile.timeMs)}; ${plural(base.stackCount, words`stack`, words`stacks`)}, then ${profile.stackCount}.${noiseOf(facts)}`,
  );
  if (facts.inexact) page.line(words`Values exceed 2^53: sums are rounded.`);
  renderApart(facts, page);
  if (rows.length === 0) {
    page.line(
      profiler.change === 0 && facts.leftOut.change === 0
        ? words`Nothing changed.`
        : words`Nothing else changed.`,
    );
    return;
  }
  if (sampledEveryBytes !== undefined) {
    page.line(
      words`~ marks a change of at most ${facts.noiseDeviations} standard deviations of the sampling, computed for one sample every ${bytes(sampledEveryBytes)}: it may be chance.`,
    );
  }
  renderParts(facts, amount, page);
  renderOperators(facts, amount, page);
  const left = facts.rowsInAll - rows.length;
  if (left > 0) {
    page.line(
      words`${signed(facts.notShown, amount)} in ${plural(left, words`site`, words`sites`)} below the limit.`,
    );
  }
}

/** What changed in each part of Feldera, and below it at which sites. */
function renderParts({ subsystems, rows }: SitesDifferenceFacts, amount: Amount, page: Page): void {
  const nameOf = siteNames(rows.flatMap(({ name }) => name ?? []));
  const siteText = ({ name, subsystem: _, ...change }: SitesDifferenceFacts["rows"][number]) =>
    `  ${changeText(change, amount)} | ${name === undefined ? "no function of the program" : nameOf(name)}`;
  page.quote(
    subsystems.map(({ subsystem, ...change }) => {
      const sites = rows.filter((row) => row.subsystem === subsystem);
      return [`${changeText(change, amount)} | ${SUBSYSTEM_NAMES[subsystem]}`, ...sites.map(siteText)].join(
        "\n",
      );
    }),
    { unit: words`parts of Feldera`, head: "change | base to now | part of Feldera, and its sites" },
  );
}

function changeText(change: Change, amount: Amount): string {
  const [by, from, to] = figures(change, amount);
  const { direction } = change;
  return `${by} | ${direction === "new" || direction === "gone" ? direction : `${from} to ${to}`}`;
}

function renderApart({ profiler, leftOut, sampleType }: SitesDifferenceFacts, page: Page): void {
  const amount = amountOf(sampleType.unit);
  if (profiler.before !== 0 || profiler.after !== 0) {
    page.line(
      words`Apart from that, and in no row below, the heap profiler's own memory: ${fromTo(profiler, amount)}. Each profile keeps the symbols that it loaded, so a first one has less of it.`,
    );
  }
  if (leftOut.before !== 0 || leftOut.after !== 0) {
    page.line(words`Left out by focus and ignore: ${fromTo(leftOut, amount)}.`);
  }
}

function renderOperators(
  { operators, operatorsInAll }: SitesDifferenceFacts,
  amount: Amount,
  page: Page,
): void {
  if (operators.length === 0) return;
  page.quote(
    operators.map(({ hash, place, ...change }) => {
      const at = place ? ` | ${operatorAt(place)}` : "";
      return [`${changeText(change, amount)} | ${hash}${at}`, ...(place ? operatorCode(place) : [])].join(
        "\n",
      );
    }),
    { unit: words`SQL operators`, head: "change | base to now | SQL operator, by its crate" },
  );
  const left = operatorsInAll - operators.length;
  if (left > 0) page.line(words`${plural(left, words`SQL operator`, words`SQL operators`)} below the limit.`);
}

function figures(change: Change, amount: Amount): Words[] {
  const mark = isNoise(change) ? words`~` : undefined;
  return [words`${mark}${signed(change.change, amount)}`, amount(change.before), amount(change.after)];
}

function fromTo(change: Change, amount: Amount): Words {
  const [by = words``, from = words``, to = words``] = figures(change, amount);
  return joined([from, words`to`, to, words`(${by})`], words` `);
}

function noiseOf({ whole, noiseDeviations }: SitesDifferenceFacts): Words {
  return isNoise(whole)
    ? words` Such a change may be chance: it is within ${noiseDeviations} standard deviations of the sampling.`
    : words``;
}

function isNoise({ change, noise }: Change): boolean {
  return change !== 0 && noise?.isWithin === true;
}

function signed(weight: number, amount: Amount): Words {
  return weight > 0 ? words`+${amount(weight)}` : amount(weight);
}

function takenAt(timeMs: number | undefined): Words {
  return timeMs === undefined ? words`` : words` (${moment(new Date(timeMs).toISOString())})`;
}
