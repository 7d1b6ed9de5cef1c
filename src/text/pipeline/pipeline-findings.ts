import { type Finding, rootsOf } from "../../answers/diagnosis.ts";
import { briefWords } from "../diagnosis/brief.ts";
import { measureWords } from "../diagnosis/sign-words.ts";
import type { ToldFinding } from "../diagnosis/told-findings.ts";
import { plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";

/** Members of a pipeline's record that hold settings. */
const SETTINGS =
  /^(?:runtime_config|deployment_config|program_config|program_info\.(?:input|output)_connectors)\./;

/** What the first lines of the overview tell by themselves: why it stopped, and why it does not compile. */
const TOLD_AT_FIRST = /^(?:deployment_error|program_status)\b/;

/** Whether it is about settings alone. */
export function isRedFlag({ signs }: Pick<Finding, "signs">): boolean {
  return signs.every(({ field }) => SETTINGS.test(field));
}

/** What stands out in a pipeline's record, beside what the overview tells at first. */
export function renderFindings(findings: readonly ToldFinding[], page: Page): void {
  const roots = rootsOf(findings);
  const flags = roots.filter(isRedFlag);
  const others = roots.filter(
    (finding) =>
      !isRedFlag(finding) &&
      finding.severity !== "info" &&
      !finding.signs.some(({ field }) => TOLD_AT_FIRST.test(field)),
  );
  for (const finding of others) page.line(words`${briefWords(finding)}.`);
  if (flags.length > 0) page.line(words`Red flags: ${joined(flags.map(settingsOf), words`; `)}.`);
}

/** Each red flag, with what follows from it. */
export function renderRedFlags(name: string, findings: readonly ToldFinding[], page: Page): void {
  const flags = findings.filter(isRedFlag);
  page.line(words`${name}: ${plural(flags.length, words`red flag`, words`red flags`)} in its configuration.`);
  for (const flag of flags) {
    page.line(words`- ${settingsOf(flag)}: ${flag.told.what}. ${flag.told.cause}.`);
  }
}

function settingsOf({ signs }: ToldFinding): Words {
  return joined(
    signs.map(({ field, value }) => words`${field} is ${measureWords(value)}`),
    words`, `,
  );
}
