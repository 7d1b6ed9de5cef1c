import * as z from "zod";
import { OtherRuntime, otherRuntime } from "../../analysis/pipeline/runtime.ts";
import { isBefore, isGen2 } from "../../feldera/versions.ts";
import { moment } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";

const unhealthy = defineRule({
  id: "cluster/unhealthy",
  severity: "error",
  parts: ["cluster_health"],
  looksFor: words`a service of Feldera's own that is not well`,
  about: z.object({ name: z.string(), message: z.string().optional(), since: z.string().optional() }),
  find: ({ cluster_health }) =>
    (cluster_health?.stale ? [] : (cluster_health?.services ?? [])).flatMap(
      ({ name, healthy, message, since }) =>
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
  brief: ({ name, message }) =>
    words`Feldera's own ${name} is not healthy${message === undefined ? undefined : words`: ${gist(message)}`}`,
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

/** Since 0.352 Feldera says when its own monitoring has stopped; what it tells of its services is then old. */
const stale = defineRule({
  id: "cluster/stale",
  severity: "warning",
  parts: ["cluster_health"],
  looksFor: words`monitoring of Feldera's own that has stopped`,
  about: z.object({ checked_at: z.string().optional() }),
  find({ cluster_health }) {
    const found = cluster_health?.stale;
    if (found === undefined) return [];
    const { checked_at, after_s } = found;
    return [
      {
        about: { ...(checked_at !== undefined && { checked_at }) },
        signs: [
          {
            part: "cluster_health",
            field: "stale",
            value: { text: "true" },
            ...(after_s !== undefined && { threshold: { ms: after_s * 1000 } }),
            ...(checked_at !== undefined && { at: checked_at }),
          },
        ],
      },
    ];
  },
  what: ({ checked_at }) =>
    words`nobody has checked Feldera's own services${checked_at === undefined ? undefined : words` since ${moment(checked_at)}`}: whether they are healthy is not known`,
  brief: ({ checked_at }) =>
    words`nobody has checked Feldera's own services${checked_at === undefined ? undefined : words` since ${moment(checked_at)}`}`,
  cause: () =>
    words`What checks them is down or held up; in the enterprise edition that is the runner, without which no pipeline is started or stopped`,
  next: () => [
    { tool: "get_cluster_health", args: { events: true }, ofCluster: true, why: words`for when it stopped` },
  ],
});

/** Since 0.371 a platform can refuse user-defined functions in Rust. */
const udfsRefused = defineRule({
  id: "platform/udfs-refused",
  severity: "warning",
  parts: ["pipeline", "platform"],
  looksFor: words`user-defined functions that this platform does not run`,
  about: z.object({}),
  find: ({ pipeline, platform }) =>
    platform?.rust_udfs === false && pipeline?.udf_rust !== undefined
      ? [
          {
            about: {},
            signs: [
              { part: "platform" as const, field: "allow_rust_udfs", value: { text: "false" } },
              { part: "pipeline" as const, field: "udf_rust", value: { text: "set" } },
            ],
          },
        ]
      : [],
  what: () =>
    words`the program has user-defined functions in Rust, and this Feldera does not allow them: it cannot be compiled or run here`,
  brief: () => words`this Feldera does not allow the program's user-defined functions in Rust`,
  cause: () =>
    words`An operator has switched them off for the platform (allow_rust_udfs). Run the program elsewhere, or write the functions in SQL`,
});

const oldRuntime = defineRule({
  id: "platform/old-runtime",
  severity: "info",
  parts: ["pipeline", "platform"],
  looksFor: words`a runtime older than the platform`,
  ofSetup: true,
  about: z.object({ runtime: z.string(), platform: z.string() }),
  find({ pipeline, platform }) {
    const runtime = pipeline?.state.platform_version;
    const version = platform?.version;
    if (runtime === undefined || version === undefined || isBefore(runtime, version) !== true) return [];
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
  brief: ({ runtime, platform }) => words`its runtime is ${runtime}, its platform ${platform}`,
  cause: () =>
    words`A pipeline keeps the runtime that it was compiled with until it is compiled again (update_runtime); that is no fault, unless what is missing is needed`,
});

/** `runtime_version` selects another runtime than the platform's own, or another engine. */
const selectedRuntime = defineRule({
  id: "platform/selected-runtime",
  severity: "info",
  parts: ["pipeline", "stats"],
  looksFor: words`a runtime that is not the platform's own`,
  ofSetup: true,
  about: z.object({ other: OtherRuntime, is_gen2: z.boolean() }),
  find(evidence) {
    const other = otherRuntime(evidence);
    if (other === undefined) return [];
    const { runtime, told_by } = other;
    const field = `${told_by === "stats" ? "global_metrics" : "program_config"}.runtime_version`;
    return [
      {
        about: { other, is_gen2: isGen2(runtime) },
        signs: [{ part: told_by, field, value: { text: runtime } }],
      },
    ];
  },
  what({ other: { runtime, platform, told_by }, is_gen2 }) {
    const which = is_gen2
      ? words`Feldera's Gen-2 engine (runtime_version ${runtime})`
      : words`the runtime ${runtime}, not that of its platform${platform && words` ${platform}`}`;
    return told_by === "stats"
      ? words`the pipeline runs on ${which}`
      : words`the pipeline is compiled for ${which}; what its process has is not known`;
  },
  cause: ({ is_gen2 }) =>
    is_gen2
      ? words`That engine compiles no Rust for the program's operators, so that no stack leads to the SQL, and answers 501 NotImplemented where it lacks something`
      : words`What its answers hold and mean is as in that runtime. runtime_version of its program_config selects it, which Feldera means for tests`,
});

export const PLATFORM_RULES = [unhealthy, stale, udfsRefused];
export const PLATFORM_SETTING_RULES = [oldRuntime, selectedRuntime];
