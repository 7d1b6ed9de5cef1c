import type { Answer, Match, Response, Sequence } from "../responses.ts";
import type { Served } from "../routes.ts";
import { withWaitReasons } from "./circuit.ts";
import { isObject, type Members, objectAt, withBody, withEach, withObject } from "./json.ts";
import { newCrateNames, newNamesInCpu, newNamesInHeap } from "./names-in-stacks.ts";
import { withMessages } from "./rust-messages.ts";
import { newProgramInfo, newRuntimeConfig } from "./settings.ts";
import { type FelderaVersion, isSince } from "./version.ts";

/**
 * A loopback Feldera that gives all that it is told to answer, recorded from 0.337, in the shape of another version:
 * settings renamed, the fields added since filled with figures that say nothing new, crates renamed, logs that end
 * where they are asked to.
 */
export function asVersion<Feldera extends Served>(feldera: Feldera, version: FelderaVersion): Feldera {
  const on = (method: string, path: string, response: Response | Sequence, match?: Match) => {
    feldera.on(
      method,
      path,
      changed(response, (answer) => answerOf(version, path, answer)),
      match,
    );
    if (path.endsWith("/logs") && isSince(version.manager, 370)) {
      const ended = changed(response, (answer) => ({ ...answerOf(version, path, answer), thenHang: false }));
      feldera.on(method, path, ended, { ...match, query: { ...match?.query, follow: "false" } });
    }
  };
  return new Proxy(feldera, {
    get: (target, name) => (name === "on" ? on : Reflect.get(target, name)),
  });
}

/** Every whole answer in a response; what goes wrong on the way goes wrong as before. */
function changed<R extends Response | Sequence>(
  response: R,
  change: (answer: Answer) => Answer,
): Response | Sequence {
  switch (response.kind) {
    case "answer":
      return change(response);
    case "sequence": {
      const [first, ...rest] = response.responses;
      const each = (one: Response): Response => {
        const made = changed(one, change);
        return made.kind === "sequence" ? one : made;
      };
      return { kind: "sequence", responses: [each(first), ...rest.map(each)] };
    }
    case "slow headers": {
      const inner = changed(response.response, change);
      return inner.kind === "sequence" ? response : { ...response, response: inner };
    }
    case "slow body":
      return { ...response, answer: change(response.answer) };
    default:
      return response;
  }
}

type Change = (version: FelderaVersion, body: unknown) => unknown;

/** What of an answer is otherwise, by the end of its path. */
const JSON_ANSWERS: readonly (readonly [path: RegExp, change: Change])[] = [
  [/^\/v0\/pipelines$/, (version, list) => withEach(list, (row) => rowOf(version, row))],
  [/^\/v0\/pipelines\/[^/]+$/, (version, row) => (isObject(row) ? rowOf(version, row) : row)],
  [
    /\/views\/[^/]+\/connectors\/[^/]+\/stats$/,
    ({ runtime }, output) =>
      isObject(output) && isSince(runtime, 340) ? { paused: false, ...output } : output,
  ],
  [/\/stats$/, (version, stats) => (isObject(stats) ? statsOf(version, stats) : stats)],
  [/\/cluster_healthz$/, (version, health) => healthOf(version, health)],
  [/\/v0\/config$/, (version, config) => configOf(version, config)],
  [
    /\/sync_status$/,
    ({ manager }, status) =>
      isObject(status) && isSince(manager, 339) ? { running: [], ...status } : status,
  ],
  [
    /\/circuit_json_profile$/,
    ({ runtime }, profile) =>
      isObject(profile) && isSince(runtime, 354) ? withWaitReasons(profile) : profile,
  ],
];

/** What a Feldera of `version` answers where one of 0.337 gave `answer`. */
export function answerOf(version: FelderaVersion, path: string, answer: Answer): Answer {
  const json = JSON_ANSWERS.find(([pattern]) => pattern.test(path));
  if (json !== undefined) return withBody(answer, (body) => json[1](version, body));
  if (answer.status !== 200 || !isSince(version.runtime, 370)) return answer;
  if (path.endsWith("/logs"))
    return { ...answer, body: Buffer.from(newCrateNames(answer.body.toString("latin1")), "latin1") };
  if (path.endsWith("/heap_profile") && isGzip(answer.body))
    return { ...answer, body: newNamesInHeap(answer.body) };
  if (path.endsWith("/samply_profile") && isGzip(answer.body))
    return { ...answer, body: newNamesInCpu(answer.body) };
  return answer;
}

function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

const RECORDED = "0.337.0";

function rowOf({ manager, runtime, rewritten }: FelderaVersion, row: Members): Members {
  const versioned = row.platform_version === RECORDED ? { ...row, platform_version: runtime } : row;
  const compiled = isSince(manager, 363)
    ? withObject(versioned, "program_error", (error) => withObject(error, "rust_compilation", withMessages))
    : versioned;
  const written = rewritten
    ? withObject(withObject(compiled, "runtime_config", newRuntimeConfig), "program_info", newProgramInfo)
    : compiled;
  return isSince(manager, 367) && "runtime_config" in row ? withDeployment(written) : written;
}

/** What a pipeline is deployed with: the resources that are configured, as long as nobody resizes it. */
function withDeployment(row: Members): Members {
  const config = newRuntimeConfig(objectAt(row, "runtime_config"));
  const { cpu_cores_min, cpu_cores_max, memory_min, memory_max } = objectAt(config, "resources");
  const resources = Object.entries({ cpu_cores_min, cpu_cores_max, memory_min, memory_max });
  const isDeployed = row.deployment_resources_status === "Provisioned";
  const written = { resources: Object.fromEntries(resources.map(([name, value]) => [name, value ?? null])) };
  return { deployment_config: isDeployed ? written : null, ...row };
}

const DISK_BYTES = 500_000_000_000;

function statsOf({ runtime }: FelderaVersion, stats: Members): Members {
  if (!isSince(runtime, 350)) return stats;
  const stored = Number(objectAt(stats, "global_metrics").storage_bytes ?? 0);
  return {
    ...withObject(stats, "global_metrics", (metrics) => ({
      disk_total_bytes: DISK_BYTES,
      disk_available_bytes: DISK_BYTES / 2 - stored,
      platform_version: runtime,
      runtime_version: runtime,
      ...metrics,
    })),
    ...("outputs" in stats && {
      outputs: withEach(stats.outputs, (output) => ({ paused: false, ...output })),
    }),
  };
}

function healthOf({ manager }: FelderaVersion, health: unknown): unknown {
  return isObject(health) && isSince(manager, 352)
    ? { stale: false, stale_after_seconds: 90, ...health }
    : health;
}

function configOf({ manager }: FelderaVersion, config: unknown): unknown {
  if (!isObject(config)) return config;
  return { ...config, version: manager, ...(isSince(manager, 371) && { allow_rust_udfs: true }) };
}
