import type { Config, FelderaConfig } from "../../config/config.ts";
import { scopeOf } from "../../mcp/call-scope.ts";
import { offlineOff } from "../../mcp/offline.ts";
import type { ConfiguredSources } from "../../mcp/sources.ts";
import { switchedOff } from "../../mcp/toolsets.ts";
import type { Explanation } from "../../text/explanation.ts";
import { plural } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { minute } from "../../text/snapshot.ts";
import { explain, type FailedCall } from "../../tools/explain/explain.ts";
import type { Tool } from "../../tools/tool.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import { felderaFindings } from "./feldera.ts";
import type { Finding } from "./finding.ts";
import { toolFindings } from "./tools.ts";

/** A Feldera or a bundle, and the tools that may be called on it. */
export interface ExaminedSource {
  /** Whose `source` it is. */
  readonly config: Config;
  readonly sources: ConfiguredSources;
  readonly cleaner: Cleaner;
  readonly tools: readonly Tool[];
}

/** How what is read stands, and which tools work on it. */
export async function sourceFindings(examined: ExaminedSource): Promise<Finding[]> {
  const { source } = examined.config;
  return source.kind === "bundle" ? ofBundle(examined) : ofFeldera(source, examined);
}

async function ofFeldera(felderaConfig: FelderaConfig, examined: ExaminedSource): Promise<Finding[]> {
  const { config, sources, cleaner, tools } = examined;
  const { limits } = config;
  const source = await sources.open(undefined);
  const { scope, end } = scopeOf(undefined, limits.doctorMs);
  const explained = (error: unknown) =>
    explanationOf(error, examined, { source, deadlineMs: scope.deadlineMs });
  const feldera = { source, scope, limits, learn: cleaner.learn };
  const { findings, asked } = await felderaFindings(felderaConfig, feldera, { explained, cleaner }).finally(
    end,
  );
  if (asked === undefined) {
    return [
      ...findings,
      { subject: "all else", state: "not checked", says: words`Feldera could not be asked` },
    ];
  }
  return [...findings, ...toolFindings(tools, (tool) => switchedOff(tool, config), asked)];
}

async function ofBundle(examined: ExaminedSource): Promise<Finding[]> {
  const { config, sources, cleaner, tools } = examined;
  const subject = "bundle";
  const opened = await sources.bundle();
  if (opened === undefined) {
    const { what, why } = await sources
      .open(undefined)
      .then(notOpened, (error: unknown) => explanationOf(error, examined, NOT_ASKED));
    const mend = words`name a support bundle or a profile that can be read`;
    return [{ subject, state: "wrong", says: words`${what}${why && words` ${why}`}`, mend }];
  }
  const { collections } = opened;
  const [newest] = collections;
  const says = words`${cleaner.text(opened.source)}: ${plural(collections.length, words`collection`, words`collections`)}${newest === undefined ? undefined : words`, the newest of ${minute(newest.time)}`}`;
  const off = (tool: Tool) => offlineOff(tool, opened) ?? switchedOff(tool, config);
  return [{ subject, state: "ok", says }, ...toolFindings(tools, off, {})];
}

const NOT_ASKED = { source: undefined, deadlineMs: Number.POSITIVE_INFINITY };

function notOpened(): Explanation {
  return { what: words`it cannot be opened` };
}

async function explanationOf(
  error: unknown,
  { config: { limits }, cleaner }: ExaminedSource,
  asked: Pick<FailedCall, "source" | "deadlineMs">,
): Promise<Explanation> {
  const made = { tool: "get_cluster_health", args: {} };
  const explanation = await explain(error, { made, ...asked, cleaner, limits });
  if (explanation === undefined) throw error;
  return explanation;
}
