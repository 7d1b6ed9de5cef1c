/** A Feldera whose manager and pipelines need not be of one age. */
export interface FelderaVersion {
  /** The manager's, as `GET /v0/config` tells it. */
  readonly manager: string;
  /** The pipelines' own: what `platform_version` of their records says. */
  readonly runtime: string;
  /** Whether the manager has written the pipelines' records again since 0.367: with the new names of settings. */
  readonly rewritten: boolean;
}

/** The versions besides 0.337, which is what was recorded. */
export const VERSIONS = {
  /** Of today, all alike. */
  "0.375": { manager: "0.375.0", runtime: "0.375.0", rewritten: true },
  /** In between: a manager that was upgraded, pipelines that were not compiled again since. */
  "0.355": { manager: "0.355.0", runtime: "0.337.0", rewritten: false },
  /** Today's manager with the records and runtimes of before. */
  "0.375-old-rows": { manager: "0.375.0", runtime: "0.355.0", rewritten: false },
} as const satisfies Readonly<Record<string, FelderaVersion>>;

/** Whether `version` is `since` or newer, both `0.MINOR.PATCH`. */
export function isSince(version: string, since: number): boolean {
  return Number(version.split(".")[1]) >= since;
}

/** The version that this run of the tests is against, from FELDERA_VERSION; undefined for the recorded one. */
export function testedVersion(): FelderaVersion | undefined {
  const name = process.env.FELDERA_VERSION;
  if (name === undefined) return undefined;
  const version = Object.entries(VERSIONS).find(([known]) => known === name)?.[1];
  if (version === undefined)
    throw new Error(`FELDERA_VERSION is ${name}, not one of ${Object.keys(VERSIONS).join(", ")}`);
  return version;
}
