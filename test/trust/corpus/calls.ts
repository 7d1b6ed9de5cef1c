import * as z from "zod";
import { TOOLS } from "../../../src/tools/all.ts";
import type { Tool } from "../../../src/tools/tool.ts";

export type Arguments = Readonly<Record<string, unknown>>;
export type Call = readonly [tool: string, args: Arguments];

/** What the calls of one world name. */
export interface Names {
  readonly pipeline: string;
  readonly table: string;
  readonly connector: string;
  readonly view: string;
  readonly output: string;
}

/**
 * Calls of every tool that together give every argument and every value of an argument that has a few; a tool without
 * arguments of its own needs no entry. All ask for as much as an answer may hold, so that nothing planted is cut away.
 */
export function callsOf(names: Names): Call[] {
  const { pipeline: pipeline_name, table, connector, view, output } = names;
  const p = { pipeline_name, max_tokens: 10_000 };
  const program_code = "CREATE TABLE t (id INT);";
  const confirm = pipeline_name;
  const calls: Record<string, readonly Arguments[]> = {
    diagnose_pipeline: [{ depth: "quick" }, { depth: "deep", window_secs: 0 }],
    watch_pipeline: ["running", "stopped", "error", "caught_up", "checkpoint", "any_change"].map((until) => ({
      until,
      window_secs: 0,
    })),
    list_pipelines: [{}, { status: "Running" }, { name: "e" }],
    get_pipeline: ["status", "errors", "config", "program", "connectors"].map((section) => ({ section })),
    get_pipeline_logs: [
      { tail: 1000, run: "all", dedupe: false },
      { level: "error", run: "current" },
      { level: "warn", run: "previous" },
      { level: "info" },
      { level: "debug", configuration: true },
      { level: "trace", grep: "e", ignore_case: true, exclude: "nothing-of-the-kind", context: 2 },
      { since: "2020-01-01T00:00:00Z", until: "2999-01-01T00:00:00Z" },
      { after: "01a1fd63-1527-7581-8420-c7ea28472575:1" },
    ],
    list_events: [{}, { since: "2020-01-01T00:00:00Z", only_changes: false, limit: 720 }],
    get_event: [
      { event_id: "latest", selector: "all" },
      { event_id: "latest", selector: "status" },
    ],
    get_stats: [{ window_secs: 0 }],
    get_connector_stats: [
      { table_name: table, connector_name: connector },
      { view_name: view, connector_name: output },
      { table_name: table, connector_name: "no_such_connector" },
    ],
    get_metrics: [
      { delta_secs: 0, limit: 1000 },
      { pattern: "records", labels: "." },
    ],
    list_checkpoints: [{}],
    get_checkpoint_status: [{}, { remote: true }],
    summarize_operators: [
      ...["time", "cpu", "memory", "heap", "state", "storage", "filters", "cache", "waits"].map((by) => ({
        by,
        limit: 1000,
      })),
      { view: "ledger" },
      { baseline: "0" },
      { view: "program", limit: 1000 },
      { group: "operator" },
      { group: "expression" },
      { group: "view" },
      { cpu_profile_id: "cpu-00000000" },
      { heap_profile_id: "heap-00000000" },
    ],
    summarize_circuit_profile: [
      ...["time", "storage", "memory", "state", "skew", "cache", "filters", "backpressure"].map((by) => ({
        by,
        limit: 1000,
      })),
      { operator: "n2" },
      { operator: "no_such_operator" },
    ],
    summarize_heap_profile: [
      { view: "sites", limit: 1000 },
      { view: "top", sort: "flat", limit: 1000, granularity: "functions" },
      { view: "top", sort: "cum", focus: "e", ignore: "nothing-of-the-kind" },
      { view: "tree", hide: "nothing-of-the-kind", show: ".", granularity: "files" },
      { view: "peek", peek: ".", granularity: "lines" },
      { view: "top", sort: "flat", granularity: "filefunctions" },
      { view: "sites", baseline: "0" },
      { view: "top", baseline: "0", baseline_kind: "base" },
      { view: "tree", baseline: "0", baseline_kind: "diff_base" },
      { profile_id: "heap-00000000" },
      { name: "f0000000" },
      { sample_type: "no_such_type" },
      { save: true },
    ],
    start_samply_profile: [{ duration_secs: 1, ordinal: 0 }],
    summarize_samply_profile: [
      { view: "functions", limit: 200, latest: true, ordinal: 0, wait_secs: 0 },
      { view: "operators", limit: 200 },
      { view: "callees", limit: 200 },
      { view: "callers", limit: 200 },
      { thread: "no_such_thread" },
      { operator: "n2" },
      { from: 0, to: 86_400_000 },
      { baseline: "0" },
      { profile_id: "cpu-00000000" },
      { name: "f0000000" },
      { save: true },
    ],
    get_cluster_health: [{}, { events: true }],
    download_support_bundle: [{}, { collect: false, limit: 3, skip: [...BUNDLE_PARTS] }],
    query_pipeline: [
      { sql: "SELECT * FROM t", limit: 1000 },
      { sql: "EXPLAIN SELECT 1" },
      { sql: "SELECT 'fails'" },
    ],
    validate_program: [
      { program_code, runtime_version: "v0.337.0" },
      { program_code: `${program_code} -- broken` },
    ],
    diff_program: [{ program_code, runtime_version: "v0.337.0" }, {}],
    start_pipeline: [
      { initial: "running", bootstrap_policy: "allow", dismiss_error: true, confirm },
      { initial: "paused", bootstrap_policy: "reject" },
      { initial: "standby", bootstrap_policy: "await_approval", confirm: "another" },
    ],
    pause_pipeline: [{}, { confirm }],
    resume_pipeline: [{}, { confirm }],
    stop_pipeline: [{}, { force: true, confirm }],
    checkpoint_pipeline: [{}, { confirm }],
    control_connector: [
      { table_name: table, connector_name: connector, action: "pause", confirm },
      { table_name: table, connector_name: connector, action: "start" },
      { view_name: view, connector_name: output, action: "pause" },
    ],
    dismiss_pipeline_error: [{}, { confirm }],
    approve_pipeline: [{}, { silent_bootstrap: true, confirm }, { concurrent_bootstrap: true, confirm }],
  };
  return TOOLS.flatMap((tool) => {
    const given = calls[tool.name] ?? [{}];
    return [...given, ...furtherValues(tool, given)].map(
      (args): Call => [tool.name, { ...withoutPipeline(tool.name, p), ...args }],
    );
  });
}

/** A call for each value of an argument that has a few, where no call gives it yet. */
function furtherValues({ input }: Tool, given: readonly Arguments[]): Arguments[] {
  return Object.entries(input.shape).flatMap(([argument, schema]) => {
    const { enum: few = [] } = z
      .looseObject({ enum: z.array(z.unknown()).optional() })
      .parse(z.toJSONSchema(schema, { io: "input" }));
    const missing = few.filter((value) => given.every((args) => args[argument] !== value));
    return missing.map((value) => ({ [argument]: value }));
  });
}

const BUNDLE_PARTS = [
  ...["circuit_profile", "heap_profile", "metrics", "logs", "stats", "pipeline_config", "system_config"],
  ...["dataflow_graph", "pipeline_events"],
];

function withoutPipeline(tool: string, shared: Arguments): Arguments {
  const input = TOOLS.find(({ name }) => name === tool)?.input.shape ?? {};
  return Object.fromEntries(
    Object.entries(shared).filter(([name]) => name === "max_tokens" || Object.hasOwn(input, name)),
  );
}
