/** What Feldera tells from a version on, and what is known in its place of one that is older. */
export interface VersionFact {
  /** The first version of the manager or the runtime that has it: `0.363`. */
  readonly since: string;
  /** Whose version decides: the manager's (`GET /v0/config`) or the pipeline's own (`platform_version`). */
  readonly of: "manager" | "runtime";
  /** The field or setting that is read, by the name of its shape in `src/feldera/schemas`, or where else it stands. */
  readonly reads: string;
  readonly tells: string;
  /** What is said of older ones. */
  readonly before: string;
}

const UNIT_IN_NAME = "numbers, whose unit stands in the name; both are read on any version";

/** In the order of their versions. Which of them holds is seen in each answer, never assumed from a version. */
export const VERSION_FACTS: readonly VersionFact[] = [
  {
    since: "0.208",
    of: "runtime",
    reads: "Stats.global_metrics.incarnation_uuid",
    tells: "which process answered, so that a restart between two answers is seen",
    before: "not known; a restart is seen by the uptime",
  },
  {
    since: "0.254",
    of: "runtime",
    reads: "Stats.global_metrics.output_stall_msecs",
    tells: "for how long an output has held up the pipeline",
    before: "not known",
  },
  {
    since: "0.264",
    of: "runtime",
    reads: "Stats.inputs[].health",
    tells: "whether a connector calls itself healthy",
    before: "not known; its errors are counted all the same",
  },
  {
    since: "0.274",
    of: "runtime",
    reads: "Stats.global_metrics.memory_pressure",
    tells: "how near memory is to its limit",
    before: "not known; the resident size stands against the limit",
  },
  {
    since: "0.288",
    of: "runtime",
    reads: "Stats.checkpoint_activity",
    tells: "what delays a checkpoint, and since when",
    before: "not known",
  },
  {
    since: "0.326",
    of: "runtime",
    reads: "metrics: max_rss_bytes",
    tells: "the memory limit that holds, also where none is configured: that of the container or machine",
    before: "0 where none is configured: then nothing limits it",
  },
  {
    since: "0.333",
    of: "runtime",
    reads: "Stats.inputs[].metrics.processing_latency_p99_micros",
    tells: "the latency of an input",
    before: "not known",
  },
  {
    since: "0.339",
    of: "runtime",
    reads: "CheckpointSyncStatus.running",
    tells: "which checkpoints are being copied to the object store now",
    before: "not known",
  },
  {
    since: "0.340",
    of: "runtime",
    reads: "Stats.outputs[].paused",
    tells: "that an output throws its rows away",
    before: "outputs could not be paused",
  },
  {
    since: "0.350",
    of: "manager",
    reads: "pipeline_logs: cursor and the headers feldera-logs-epoch, -seq, -gap",
    tells: "a position in the log, what came after it, and exactly how much of that is lost",
    before: "there are no positions",
  },
  {
    since: "0.350",
    of: "runtime",
    reads: "Stats.global_metrics.disk_available_bytes",
    tells: "the size of the disk under the storage, and what is left of it",
    before: "not known",
  },
  {
    since: "0.350",
    of: "runtime",
    reads: "Stats.global_metrics.runtime_version",
    tells: "the runtime that it was compiled against, and the Gen-2 engine",
    before: "what `program_config` selects, or else the platform's own",
  },
  {
    since: "0.352",
    of: "manager",
    reads: "ClusterHealth.stale",
    tells: "that the health of Feldera's services is an old one",
    before: "not known; each check has its time",
  },
  {
    since: "0.352",
    of: "manager",
    reads: "ClusterEvent.stale",
    tells: "that the newest event of the cluster is an old one",
    before: "not known; each event has its time",
  },
  {
    since: "0.354",
    of: "runtime",
    reads: "circuit_json_profile: circuit_wait_by_reason_seconds",
    tells: "what workers wait for within a step",
    before: "only for how long, time in calls to storage not counted",
  },
  {
    since: "0.356",
    of: "manager",
    reads: "PlatformConfig.license_validity.Exists.is_dev",
    tells: "that a license is for development",
    before: "not known",
  },
  {
    since: "0.356",
    of: "manager",
    reads: "metrics: pipeline_status",
    tells: "metrics of the manager's own for a pipeline that is not deployed",
    before: "an error, since nothing answers",
  },
  {
    since: "0.360",
    of: "runtime",
    reads: "Stats.host_metrics[].disk_available_bytes",
    tells: "what is left of each host's disk; the fullest decides",
    before: "that of one host",
  },
  {
    since: "0.360",
    of: "runtime",
    reads: "samply_profile: threads dbsp-commit-N",
    tells: "that threads of their own flush a checkpoint's files",
    before: "workers flush one after the other",
  },
  {
    since: "0.363",
    of: "manager",
    reads: "ProgramError.rust_compilation.messages",
    tells: "rustc's errors one by one, with file and line",
    before: "they are read from stderr",
  },
  {
    since: "0.366",
    of: "manager",
    reads: "runtime_config and connectors: durations as text",
    tells: "durations with a unit (1h30m), under names without one",
    before: UNIT_IN_NAME,
  },
  {
    since: "0.366",
    of: "runtime",
    reads: "circuit_json_profile: foreground_cache_waits",
    tells: "how often and how long an operator waited for a block that was already being read",
    before: "there is no reading ahead",
  },
  {
    since: "0.367",
    of: "manager",
    reads: "runtime_config and connectors: sizes as text",
    tells: "sizes with a unit (16G), under names without one",
    before: UNIT_IN_NAME,
  },
  {
    since: "0.367",
    of: "manager",
    reads: "pipeline: deployment_config.resources",
    tells: "the cores and the memory that a running pipeline has, also after a resize",
    before: "they cannot be changed while it runs",
  },
  {
    since: "0.367",
    of: "runtime",
    reads: "pipeline_logs: process memory limit set to",
    tells: "the memory limit that holds, where the metrics cannot be had: after the process died",
    before: "what is configured",
  },
  {
    since: "0.367",
    of: "runtime",
    reads: "Stats.inputs",
    tells: "inputs that have ended, as well",
    before: "one that closed itself at its end is taken out, as one that failed is",
  },
  {
    since: "0.368",
    of: "runtime",
    reads: "stats: permanent_checkpoint_errors FailedInputEndpointBarrier",
    tells: "that no checkpoint can be made any more in this run, since an input failed",
    before: "the checkpoint stays delayed",
  },
  {
    since: "0.370",
    of: "manager",
    reads: "pipeline_logs: follow",
    tells: "a log that ends by itself",
    before: "a log never ends, and is read until it falls silent",
  },
  {
    since: "0.370",
    of: "runtime",
    reads: "Pipeline.deployment_runtime_status_details: the container's memory as it is now",
    tells: "the limit after a resize",
    before: "what is configured",
  },
  {
    since: "0.370",
    of: "runtime",
    reads: "profiles: crate dbsp_connectors",
    tells: "the crate of controller and connectors in stacks",
    before: "it is called dbsp_adapters",
  },
  {
    since: "0.370",
    of: "runtime",
    reads: "501 NotImplemented",
    tells: "that the Gen-2 engine lacks something",
    before: "there is no other engine",
  },
  {
    since: "0.371",
    of: "manager",
    reads: "PlatformConfig.allow_rust_udfs",
    tells: "whether user-defined functions in Rust may run",
    before: "they may",
  },
  {
    since: "0.371",
    of: "runtime",
    reads: "metrics: process_panics_total",
    tells: "how often the process has panicked",
    before: "0 even after a panic",
  },
];
