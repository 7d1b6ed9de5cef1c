import { readFileSync } from "node:fs";
import * as z from "zod";
import { DIFFERENCE_KINDS, GRANULARITIES, SORTS } from "../../../src/analysis/profiles/heap-options.ts";

const GOLDENS = new URL("../../goldens/pprof/", import.meta.url);

const OPTIONS = z.strictObject({
  view: z.enum(["top", "tree", "peek"]),
  peek: z.string().default(""),
  sort: z.enum(SORTS).default("flat"),
  granularity: z.enum(GRANULARITIES).exactOptional(),
  limit: z.number().exactOptional(),
  focus: z.string().exactOptional(),
  ignore: z.string().exactOptional(),
  hide: z.string().exactOptional(),
  show: z.string().exactOptional(),
  sample_type: z.string().exactOptional(),
  dropNegative: z.boolean().exactOptional(),
  difference: z.enum(DIFFERENCE_KINDS).exactOptional(),
});

const GROUP = z.strictObject({
  profiles: z.array(z.string()).default([]),
  pairs: z.array(z.strictObject({ profile: z.string(), base: z.string() })).default([]),
  cases: z.record(z.string(), OPTIONS),
});

export interface PprofCase {
  readonly profile: string;
  /** What is subtracted, where the case is a difference. */
  readonly base?: string;
  readonly title: string;
  readonly options: z.output<typeof OPTIONS>;
  /** What pprof prints from the column headers on; empty where it fails because nothing matches. */
  readonly golden: string;
}

/** The cases that scripts/pprof-goldens.mjs ran pprof on. */
export const PPROF_CASES: readonly PprofCase[] = Object.values(
  z.record(z.string(), GROUP).parse(JSON.parse(readFileSync(new URL("cases.json", GOLDENS), "utf8"))),
).flatMap(({ profiles, pairs, cases }) =>
  [...profiles.map((profile) => ({ profile })), ...pairs].flatMap((input) =>
    Object.entries(cases).map(([title, options]) => ({
      ...input,
      title,
      options,
      golden: pprofGolden(nameOf(input), title),
    })),
  ),
);

/** What pprof prints for a profile and one of its cases. */
export function pprofGolden(name: string, title: string): string {
  const sections = readFileSync(new URL(`${name}.txt`, GOLDENS), "utf8").split(/^=== /m);
  const section = sections.find((text) => text.startsWith(`${title}: `));
  if (section === undefined) throw new Error(`${name}.txt has no case ${title}`);
  return section.slice(section.indexOf("\n") + 1);
}

function nameOf({ profile, base }: { profile: string; base?: string }): string {
  const bare = (file: string) => file.replaceAll("/", "-").replace(/\..*$/, "");
  return base === undefined ? bare(profile) : `${bare(profile)}-less-${bare(base)}`;
}
