import type { ReportFacts } from "../answers/pictures.ts";

export const REPORT_FORMATS = ["html", "md"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Where the page of pictures looks for a report. */
const PLACE = 'id="report"></script>';

/**
 * A report as one file: the page of pictures with the facts in it. No name or text of the pipeline's can end the script
 * that holds them.
 *
 * @throws Error where the page has no place for a report
 */
export function htmlReport(page: string, report: ReportFacts): string {
  if (!page.includes(PLACE)) throw new Error("the page of pictures has no place for a report");
  const json = JSON.stringify(report).replaceAll("<", "\\u003c");
  return page.replace(PLACE, () => `id="report">${json}</script>`);
}

/** The same texts under headings, each in a fence that it cannot end. */
export function markdownReport({ pipeline_name, made_ms, version, sections }: ReportFacts): string {
  return [
    `# Report of a Feldera pipeline`,
    fenced(`${pipeline_name}, ${new Date(made_ms).toISOString()}, feldera-mcp ${version}`),
    ...sections.flatMap(({ title, text }) => [`## ${title}`, fenced(text)]),
    "",
  ].join("\n\n");
}

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
