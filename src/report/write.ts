import type { ReportFacts, ReportPart } from "../answers/pictures.ts";
import { moment } from "../text/page/format.ts";

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

/** The same texts under headings, the answer first; each in a fence that it cannot end. */
export function markdownReport({
  pipeline_name,
  made_ms,
  version,
  source,
  notes,
  parts,
}: ReportFacts): string {
  const [first, ...others] = parts;
  const made = moment(new Date(made_ms).toISOString());
  return [
    `# Report on ${inCode(pipeline_name)}`,
    `Made ${made} by feldera-mcp ${version} from ${escaped(source)}.`,
    ...(first ? section(first) : []),
    "## Contents",
    [...others.map(entry), link(ABOUT)].map((line) => `- ${line}`).join("\n"),
    ...others.flatMap(section),
    `## ${ABOUT}`,
    fenced(notes.join("\n")),
    "",
  ].join("\n\n");
}

const ABOUT = "About this report";

function entry({ title, text }: ReportPart): string {
  return text === undefined ? `${link(title)} (could not be read)` : link(title);
}

function link(title: string): string {
  return `[${title}](#${anchorOf(title)})`;
}

function section({ title, from, text, missing }: ReportPart): string[] {
  return [
    `## ${title}`,
    ...missing.map((sentence) => `> ${escaped(sentence)}`),
    ...(text === undefined ? [] : [fenced(text), `Told by ${inCode(from)}.`]),
  ];
}

/** As those who show Markdown name a heading of ours. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

function fenced(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** Within a line, as a code span that it cannot end. */
function inCode(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  const edge = /^[` ]|[` ]$/.test(text) ? " " : "";
  return `${fence}${edge}${text.replace(/\s+/g, " ")}${edge}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** As text within a line: nothing in it is a link, an image or HTML. */
function escaped(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*[\]<&]/g, "\\$&");
}
