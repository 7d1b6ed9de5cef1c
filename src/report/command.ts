import { writeFile } from "node:fs/promises";
import { ConfigError } from "../config/error.ts";
import type { Registry } from "../mcp/registry.ts";
import { gatherReport, type Reporting } from "./gather.ts";
import { htmlReport, markdownReport, REPORT_FORMATS, type ReportFormat } from "./write.ts";

/** As it is asked for on the command line. */
export interface ReportCommand {
  readonly pipeline: string;
  /** The file to write; stdout where there is none. */
  readonly output: string | undefined;
  readonly format: string | undefined;
}

/**
 * The text of a report, once it is in its file where one is named: undefined then.
 *
 * @throws ConfigError for a format that there is not, and a file that is there or cannot be written
 */
export async function report(
  command: ReportCommand,
  registry: Pick<Registry, "call" | "picturesPage">,
  made: Omit<Reporting, "pipeline_name" | "call">,
): Promise<{ readonly text: string | undefined; readonly isRead: boolean }> {
  const format = formatOf(command);
  const { facts, isRead } = await gatherReport({
    ...made,
    pipeline_name: command.pipeline,
    call: registry.call,
  });
  const text = format === "md" ? markdownReport(facts) : htmlReport(await registry.picturesPage(), facts);
  if (command.output === undefined) return { text, isRead };
  await writeNew(command.output, text);
  return { text: undefined, isRead };
}

function formatOf({ format, output }: ReportCommand): ReportFormat {
  const wanted = format ?? (output?.endsWith(".md") ? "md" : "html");
  const known = REPORT_FORMATS.find((one) => one === wanted);
  if (known !== undefined) return known;
  throw new ConfigError(`--format ${wanted}: no such format; write ${REPORT_FORMATS.join(" or ")}`);
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const why =
      code === "EEXIST" ? "is there already; remove it, or name another" : `could not be written (${code})`;
    throw new ConfigError(`${file}: ${why}`);
  }
}
