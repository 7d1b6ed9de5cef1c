import type { FleetAnswer, FleetRow, Shared } from "../../answers/fleet.ts";
import { whyMissing } from "../not-checked.ts";
import { moment, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, nameList, type Words, words } from "../page/words.ts";
import { statusWords } from "../pipeline/status-words.ts";
import { briefWords, SEVERITY_WORDS } from "./brief.ts";
import type { RuleWords } from "./rule-words.ts";
import { toldFindings } from "./told-findings.ts";

/** What is wrong with all pipelines: what they share, a line for each in trouble, the worst first, and the others. */
export function renderFleet(fleet: FleetAnswer, rules: readonly RuleWords[], page: Page): void {
  const { rows, shared, platform } = fleet;
  const troubled = rows.filter(({ worst }) => worst !== undefined);
  page.line(headline(fleet));
  for (const finding of toldFindings(platform, rules)) {
    page.line(words`Feldera itself: ${briefWords(finding)}.`);
  }
  if (shared.length > 0) {
    page.sentences(
      words`In common:`,
      shared.map((one) => words`- ${sharedWords(one, rules)}`),
      { unit: words`things in common` },
    );
  }
  if (troubled.length > 0) {
    page.sentences(
      words`In trouble, the worst first:`,
      troubled.map((row, i) => words`${i + 1}. ${rowWords(row, rules)}`),
      { unit: words`pipelines` },
    );
  }
  renderClean(fleet, page);
  const { not_looked_at } = fleet;
  renderUnseen(
    words`Not looked at, though in trouble by the list of pipelines`,
    not_looked_at.filter(({ is_troubled }) => is_troubled),
    page,
  );
  renderUnseen(
    words`Not looked at`,
    not_looked_at.filter(({ is_troubled }) => !is_troubled),
    page,
  );
  const [first] = troubled;
  if (first !== undefined) {
    page.next(
      "diagnose_pipeline",
      { pipeline_name: first.pipeline_name },
      words`for evidence, cause and all findings of the worst`,
    );
  }
}

function headline({ total, at_rest, rows, not_looked_at }: FleetAnswer): Words {
  if (total === 0) return words`There is no pipeline.`;
  const withErrors = rows.filter(({ errors }) => errors > 0).length;
  const withWarnings = rows.filter(({ errors, warnings }) => errors === 0 && warnings > 0).length;
  const rest = at_rest > 0 ? words`; ${at_rest} stopped as wanted, without an error` : undefined;
  const unseen =
    not_looked_at.length > 0 ? words`, ${not_looked_at.length} could not be looked at` : undefined;
  return words`${plural(total, words`pipeline`, words`pipelines`)}: ${withErrors} with errors, ${withWarnings} with warnings only, ${rows.length - withErrors - withWarnings} in which nothing wrong was found${unseen}${rest}.`;
}

function rowWords(
  { pipeline_name, status, desired, worst, errors, warnings }: FleetRow,
  rules: readonly RuleWords[],
): Words {
  const others = errors + warnings - 1;
  const more = others > 0 ? words` (and ${others} more)` : undefined;
  const [found] = worst === undefined ? [] : toldFindings([worst], rules);
  const wrong = found && words`: ${SEVERITY_WORDS[found.severity]} ${found.rule}: ${found.told.brief}`;
  return words`${pipeline_name}, ${statusWords({ status, desired })}${wrong}${more}`;
}

function sharedWords({ kind, what, pipelines }: Shared, rules: readonly RuleWords[]): Words {
  const names = nameList(pipelines);
  if (kind === "host") return words`connectors to the host ${what} are in trouble: ${names}`;
  if (kind === "minute") return words`failed within the minute from ${moment(what)}: ${names}`;
  const looksFor = rules.find(({ id }) => id === what)?.looksFor;
  return words`${what}${looksFor && words` (${looksFor})`}: ${names}`;
}

function renderClean({ rows, known_causes }: FleetAnswer, page: Page): void {
  const clean = rows.filter(({ worst }) => worst === undefined);
  if (clean.length === 0) return;
  const fewest = Math.min(...clean.map(({ looked_for }) => looked_for));
  page.table(
    [
      {
        title: words`Nothing wrong was found (at least ${fewest} of ${known_causes} causes of trouble looked for in each) in:`,
      },
    ],
    clean.map(({ pipeline_name, status, desired }) => [
      words`- ${pipeline_name}, ${statusWords({ status, desired })}`,
    ]),
    { unit: words`pipelines` },
  );
}

function renderUnseen(what: Words, unseen: FleetAnswer["not_looked_at"], page: Page): void {
  if (unseen.length === 0) return;
  const reasons = new Map<string, { reason: Words; names: string[] }>();
  for (const { pipeline_name, missing } of unseen) {
    const reason = missing === undefined ? words`no time was left` : whyMissing(missing);
    const known = reasons.get(String(reason)) ?? { reason, names: [] };
    known.names.push(pipeline_name);
    reasons.set(String(reason), known);
  }
  const told = [...reasons.values()].map(({ reason, names }) => words`${nameList(names)} (${reason})`);
  page.line(words`${what}: ${joined(told, words`; `)}.`);
}
