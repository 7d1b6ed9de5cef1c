import type { Command } from "../config/command-line.ts";
import type { Config } from "../config/config.ts";
import type { Registry } from "../mcp/registry.ts";
import type { WriteStdout } from "../mcp/stdio/stdout.ts";
import { terminalProgress } from "../terminal/progress.ts";
import { VERSION } from "../version.ts";
import { print } from "./print.ts";
import { cleaner, reportClean, reportLine } from "./stderr.ts";

/** Writes the report, into its file or to stdout; 1 where nothing of the pipeline could be read: nothing is written then. */
export async function writeReport(
  registry: Registry,
  command: Extract<Command, { name: "report" }>,
  config: Config,
  writeStdout: WriteStdout,
): Promise<number> {
  const [{ report }, { writtenWords }] = await Promise.all([
    import("../report/command.ts"),
    import("../text/report.ts"),
  ]);
  const { options, end } = terminalProgress(process.stderr);
  const made = { registry, options, nowMs: Date.now, version: VERSION, clean: cleaner.text };
  const done = await report(command, config, made).finally(end);
  if (done.kind === "text") return print(done.text, writeStdout);
  if (done.kind === "file") reportLine(String(writtenWords(done.file, done.size, done.missing)));
  else reportClean(`no report was written. ${done.why}`);
  return done.kind === "file" ? 0 : 1;
}
