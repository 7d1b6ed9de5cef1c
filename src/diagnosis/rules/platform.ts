import * as z from "zod";
import { moment } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";

const unhealthy = defineRule({
  id: "cluster/unhealthy",
  severity: "error",
  parts: ["cluster_health"],
  looksFor: words`a service of Feldera's own that is not well`,
  about: z.object({ name: z.string(), message: z.string().optional(), since: z.string().optional() }),
  find: ({ cluster_health }) =>
    (cluster_health?.services ?? []).flatMap(({ name, healthy, message, since }) =>
      healthy === false
        ? [
            {
              about: {
                name,
                ...(message !== undefined && { message }),
                ...(since !== undefined && { since }),
              },
              signs: [
                {
                  part: "cluster_health" as const,
                  field: `${name}.healthy`,
                  value: { text: "false" },
                  ...(since !== undefined && { at: since }),
                },
              ],
            },
          ]
        : [],
    ),
  what: ({ name, message, since }) =>
    words`Feldera's own ${name} is not healthy${since === undefined ? undefined : words` since ${moment(since)}`}${message === undefined ? undefined : words`: ${message}`}`,
  cause: ({ name }) =>
    name === "compiler"
      ? words`Programs are not compiled until it is back; pipelines that run go on`
      : words`Pipelines cannot be started, stopped or watched reliably until it is back; what they do meanwhile may be their own`,
  next: () => [
    {
      tool: "get_cluster_health",
      args: { events: true },
      ofCluster: true,
      why: words`for how it came to that`,
    },
  ],
});

const oldRuntime = defineRule({
  id: "platform/old-runtime",
  severity: "info",
  parts: ["pipeline", "platform"],
  looksFor: words`a runtime older than the platform`,
  about: z.object({ runtime: z.string(), platform: z.string() }),
  find({ pipeline, platform }) {
    const runtime = pipeline?.state.platform_version;
    const version = platform?.version;
    if (runtime === undefined || version === undefined || !isOlder(runtime, version)) return [];
    return [
      {
        about: { runtime, platform: version },
        signs: [
          { part: "pipeline", field: "platform_version", value: { text: runtime } },
          { part: "platform", field: "version", value: { text: version } },
        ],
      },
    ];
  },
  what: ({ runtime, platform }) =>
    words`the pipeline was compiled with Feldera ${runtime} and runs on ${platform}: its runtime stays as it was, so that newer endpoints answer 404 and newer fields are missing`,
  cause: () =>
    words`A pipeline keeps the runtime that it was compiled with until it is compiled again (update_runtime); that is no fault, unless what is missing is needed`,
});

/** By the numbers of a version, 0.99.1 before 0.100.0. */
function isOlder(one: string, other: string): boolean {
  const numbers = (version: string) => version.split(/[.+-]/).slice(0, 3).map(Number);
  const [ours, theirs] = [numbers(one), numbers(other)];
  for (const [i, mine] of ours.entries()) {
    const yours = theirs[i];
    if (yours === undefined || Number.isNaN(mine) || Number.isNaN(yours)) return false;
    if (mine !== yours) return mine < yours;
  }
  return false;
}

export const PLATFORM_RULES = [unhealthy];
export const PLATFORM_SETTING_RULES = [oldRuntime];
