import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { Config, HttpConfig } from "../../config/config.ts";
import { ConfigError } from "../../config/error.ts";
import type { Bundle } from "../../feldera/bundle/archive.ts";
import { scopeOf } from "../../mcp/call-scope.ts";
import { offlineOff } from "../../mcp/offline.ts";
import type { ConfiguredSources } from "../../mcp/sources.ts";
import { switchedOff } from "../../mcp/toolsets.ts";
import type { Explanation } from "../../text/explanation.ts";
import { plural } from "../../text/page/format.ts";
import { nameList, words } from "../../text/page/words.ts";
import { minute } from "../../text/snapshot.ts";
import { explain } from "../../tools/explain/explain.ts";
import type { Tool } from "../../tools/tool.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import { felderaFindings } from "./feldera.ts";
import type { Finding } from "./finding.ts";
import { toolFindings } from "./tools.ts";

export interface Examined {
  readonly config: Config;
  /** The flags and variables that are set, by their names. */
  readonly given: readonly string[];
  readonly sources: ConfiguredSources;
  readonly cleaner: Cleaner;
  readonly tools: readonly Tool[];
  /** Where clients come over HTTP. */
  readonly http: HttpConfig | undefined;
}

/** The same, of settings that may be wrong: then nothing else is looked at, and `clean` gives what is told of them. */
export async function examineWith(
  prepare: () => Promise<Examined>,
  clean: (problem: string) => string,
): Promise<Finding[]> {
  let examined: Examined;
  try {
    examined = await prepare();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      { subject: "configuration", state: "wrong", says: clean(error.message) },
      { subject: "all else", state: "not checked", says: words`the server cannot start like this` },
    ];
  }
  return examine(examined);
}

/** Looks at all that calls depend on, within `limits.doctorMs`, and says of each how it stands. */
export async function examine(examined: Examined): Promise<Finding[]> {
  const { config, given, sources } = examined;
  const set =
    given.length === 0
      ? words`nothing is set; every setting has its default`
      : words`set: ${nameList(given)}`;
  const basics: Finding[] = [
    { subject: "configuration", state: "ok", says: set },
    await outputFinding(config),
    ...(examined.http === undefined ? [] : [httpFinding(examined.http)]),
  ];
  const rest = config.source.kind === "bundle" ? await ofBundle(examined) : await ofFeldera(examined);
  await sources.close();
  return [...basics, ...rest];
}

function httpFinding({ address, port, hosts, access }: HttpConfig): Finding {
  const subject = "HTTP";
  const admits = {
    anybody: words`anybody on this machine may call`,
    tokens: words`a token of the file is wanted`,
    issuer: words`a token of the OIDC issuer is wanted, whose keys were not asked for`,
  };
  const says = words`listens at ${address} port ${port}, under the names ${nameList(hosts)}; ${admits[access.kind]}`;
  return { subject, state: "ok", says };
}

async function outputFinding({ outputDir }: Config): Promise<Finding> {
  const subject = "saving";
  if (outputDir === undefined) {
    return {
      subject,
      state: "ok",
      says: words`nothing is saved: profiles and support bundles are to be looked at alone`,
      mend: words`--output-dir names a directory to save them to`,
    };
  }
  const isWritable = await access(outputDir, constants.W_OK).then(
    () => true,
    () => false,
  );
  return isWritable
    ? { subject, state: "ok", says: words`to ${outputDir}` }
    : {
        subject,
        state: "wrong",
        says: words`${outputDir} cannot be written to`,
        mend: words`give this user the right to, or name another`,
      };
}

async function ofFeldera({ config, sources, cleaner, tools }: Examined): Promise<Finding[]> {
  const { source: felderaConfig, limits } = config;
  if (felderaConfig.kind !== "feldera") return [];
  const source = await sources.open(undefined);
  const { scope, end } = scopeOf(undefined, limits.doctorMs);
  const explained = async (error: unknown): Promise<Explanation> => {
    const made = { tool: "get_cluster_health", args: {} };
    const { deadlineMs } = scope;
    const explanation = await explain(error, { made, source, deadlineMs, cleaner, limits });
    if (explanation === undefined) throw error;
    return explanation;
  };
  const feldera = { source, scope, limits, learn: cleaner.learn };
  const { findings, asked } = await felderaFindings(felderaConfig, feldera, explained).finally(end);
  if (asked === undefined) {
    return [
      ...findings,
      { subject: "all else", state: "not checked", says: words`Feldera could not be asked` },
    ];
  }
  return [...findings, ...toolFindings(tools, (tool) => switchedOff(tool, config), asked)];
}

async function ofBundle({ config, sources, tools }: Examined): Promise<Finding[]> {
  const subject = "bundle";
  const opened: Bundle | undefined = await sources.bundle();
  if (opened === undefined) {
    const mend = words`any call, such as feldera-mcp call list_pipelines, says why`;
    return [{ subject, state: "wrong", says: words`it cannot be opened`, mend }];
  }
  const { collections } = opened;
  const [newest] = collections;
  const says = words`${opened.source}: ${plural(collections.length, words`collection`, words`collections`)}${newest === undefined ? undefined : words`, the newest of ${minute(newest.time)}`}`;
  const off = (tool: Tool) => offlineOff(tool, opened) ?? switchedOff(tool, config);
  return [{ subject, state: "ok", says }, ...toolFindings(tools, off, {})];
}
