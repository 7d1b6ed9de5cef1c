import type { ReportFacts } from "../answers/pictures.ts";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/error.ts";
import { REPORT_FORMATS, type ReportFormat } from "../config/report-flags.ts";
import type { Registry } from "../mcp/registry.ts";
import type { ReportOrigin } from "../text/report.ts";
import { fitReport } from "./fit.ts";
import { gatherReport, type Reporting } from "./gather.ts";
import { newFile } from "./new-file.ts";
import { htmlReport, markdownReport } from "./write.ts";

/** As it is asked for on the command line. */
export interface ReportCommand {
  readonly pipeline: string;
  /** The file to write; stdout where there is none. */
  readonly output: string | undefined;
  readonly format: string | undefined;
  readonly instance: string | undefined;
  /** Whether a file that is there is replaced. */
  readonly force: boolean;
}

/** What became of it. */
export type Reported =
  | { readonly kind: "nothing"; readonly why: string }
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "file";
      readonly file: string;
      /** In bytes. */
      readonly size: number;
      /** The titles of parts that could not be read. */
      readonly missing: readonly string[];
    };

type Made = Pick<Reporting, "options" | "nowMs" | "version" | "clean"> & {
  readonly registry: Pick<Registry, "call" | "list" | "pageTool" | "picturesPage">;
};

/**
 * A report as text, or in its file where one is named. What can be known to be wrong is known before anything is asked.
 *
 * @throws ConfigError for a format or an instance that there is not, where the page of pictures was not built, and for a
 *   file that is there or cannot be written
 */
export async function report(
  command: ReportCommand,
  config: Pick<Config, "source" | "instances" | "limits">,
  { registry, ...made }: Made,
): Promise<Reported> {
  const { pipeline, output, force } = command;
  const { answerTokensMax: maxTokens, reportBytes } = config.limits;
  const format = formatOf(command);
  const origin = originOf(command.instance, config);
  const page = format === "html" ? await pageOf(registry) : undefined;
  const file = output === undefined ? undefined : await newFile(output, force);
  const gathered = await gatherReport({
    ...made,
    ...{ registry, origin, maxTokens, pipeline_name: pipeline, instance: origin.instance },
    hasPictures: page !== undefined,
  });
  if ("why" in gathered) return { kind: "nothing", why: gathered.why };
  const written = (facts: ReportFacts) =>
    page === undefined ? markdownReport(facts) : htmlReport(page, facts);
  const sizeOf = (facts: ReportFacts) => Buffer.byteLength(written(facts));
  const text = written(fitReport(gathered.facts, reportBytes, sizeOf));
  if (output === undefined || file === undefined) return { kind: "text", text };
  await file.write(text);
  const missing = gathered.facts.parts.flatMap((part) => (part.text === undefined ? [part.title] : []));
  return { kind: "file", file: output, size: Buffer.byteLength(text), missing };
}

function formatOf({ format, output }: ReportCommand): ReportFormat {
  const wanted = format ?? (output?.endsWith(".md") ? "md" : "html");
  const known = REPORT_FORMATS.find((one) => one === wanted);
  if (known !== undefined) return known;
  throw new ConfigError(`--format ${wanted}: no such format; write ${REPORT_FORMATS.join(" or ")}`);
}

/** Where answers are from. @throws ConfigError where one of several is to be named */
function originOf(
  instance: string | undefined,
  { source, instances }: Pick<Config, "source" | "instances">,
): ReportOrigin {
  if (instances === undefined) {
    if (instance !== undefined) {
      throw new ConfigError(`--instance ${instance}: there is only one Feldera or bundle here; leave it out`);
    }
    return { url: urlOf(source) };
  }
  const names = instances.map(({ name }) => name).join(", ");
  if (instance === undefined)
    throw new ConfigError(`report: which instance? write --instance and one of ${names}`);
  const one = instances.find(({ name }) => name === instance);
  if (one === undefined)
    throw new ConfigError(`--instance ${instance}: no such instance; write one of ${names}`);
  return { instance, url: urlOf(one.source) };
}

function urlOf(source: Config["source"]): string | undefined {
  return source.kind === "feldera" ? source.baseUrl : undefined;
}

async function pageOf(registry: Pick<Registry, "picturesPage">): Promise<string> {
  try {
    return await registry.picturesPage();
  } catch {
    throw new ConfigError(
      "report: the page of pictures, dist/pictures.html, is not beside this server; install it anew (in a checkout: npm run build), or write --format md",
    );
  }
}
