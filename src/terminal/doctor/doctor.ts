import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { Config, HttpConfig, Instance } from "../../config/config.ts";
import { ConfigError } from "../../config/error.ts";
import { membersNamedIn } from "../../config/instance-members.ts";
import type { ConfiguredSources } from "../../mcp/sources.ts";
import { instanceSettings } from "../../text/explanation.ts";
import { nameList, words } from "../../text/page/words.ts";
import type { Tool } from "../../tools/tool.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import type { Finding } from "./finding.ts";
import { sourceFindings } from "./source.ts";

export interface Examined {
  readonly config: Config;
  /** The flags and variables that are set, by their names. */
  readonly given: readonly string[];
  /** What a configuration of one source reads. */
  readonly sourcesOf: (config: Config) => ConfiguredSources;
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

/** Looks at all that calls depend on, each source within `limits.doctorMs`, and says of each how it stands. */
export async function examine(examined: Examined): Promise<Finding[]> {
  const { config, given } = examined;
  const { instances, onlyInstance } = config;
  const set =
    given.length === 0
      ? words`nothing is set; every setting has its default`
      : words`set: ${nameList(given)}`;
  const basics: Finding[] = [
    { subject: "configuration", state: "ok", says: set },
    await outputFinding(config),
    ...(examined.http === undefined ? [] : [httpFinding(examined.http)]),
  ];
  if (instances !== undefined) {
    const names = nameList(instances.map(({ name }) => name));
    const named = words`${instances.length}, of which each call names one: ${names}`;
    const each = await Promise.all(instances.map((one) => instanceFindings(one, examined)));
    return [...basics, { subject: "instances", state: "ok", says: named }, ...each.flat()];
  }
  const found = await findingsOf(config, examined);
  if (onlyInstance === undefined) return [...basics, ...found];
  const only = words`one, ${onlyInstance}, so that no call names it`;
  return [...basics, { subject: "instances", state: "ok", says: only }, ...found, ...settingsNamed(found)];
}

async function findingsOf(config: Config, examined: Examined): Promise<Finding[]> {
  const { cleaner, tools } = examined;
  const sources = examined.sourcesOf(config);
  return sourceFindings({ config, sources, cleaner, tools }).finally(sources.close);
}

/** How one of several stands, by itself. */
async function instanceFindings(
  { name, source, readOnly }: Instance,
  examined: Examined,
): Promise<Finding[]> {
  const { instances: _several, ...config } = examined.config;
  const isReadOnlyByFile = readOnly && !config.readOnly;
  const own = { ...config, source, ...(isReadOnlyByFile && { readOnly: true, isReadOnlyByFile }) };
  const found = await findingsOf(own, examined);
  const may: Finding = {
    subject: "read only",
    state: "ok",
    says: own.readOnly ? words`yes: no tool may change anything here` : words`no`,
  };
  const all = source.kind === "bundle" ? found : [may, ...found, ...settingsNamed(found)];
  return all.map((finding) => ({ ...finding, instance: name }));
}

/** Where the settings stand that findings name as those of the only Feldera. */
function settingsNamed(findings: readonly Finding[]): Finding[] {
  const named = membersNamedIn(findings.map(({ says, mend }) => `${says} ${mend ?? ""}`).join("\n"));
  if (named.length === 0) return [];
  return [{ subject: "settings", state: "note", says: instanceSettings(named) }];
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
