import { withMembers } from "../support/derive.ts";
import { replayWorld } from "../support/replay-world.ts";
import { recording, sequence } from "../support/responses.ts";
import type { Scenario } from "./scenario.ts";
import { ago, variantOf } from "./variant.ts";

export const RUNNING: readonly Scenario[] = [
  {
    name: "a slow sink holds up the pipeline, and no field says error",
    eval: {
      cause: [/partner_feed/, /slow|too little|stall|hold|back.?pressure/i],
      evidence: [/output_stall|40\.\d s|stall\w* .*40/i],
    },
    world: (feldera) => replayWorld(feldera, "slow_sink"),
    findings: ["output/slow-sink"],
    says: [/price_feed\.partner_feed .*takes too little/, /40\.1 s/],
    never: [/SQL is the slow part/i],
  },
  {
    name: "a transaction was started and never committed",
    eval: {
      cause: [/transaction/i, /commit/i],
      evidence: [/transaction_msecs|2 min 2\d s|14[0-9],?\d{3} ?ms|begun by the API|started by the API/i],
    },
    world: (feldera) => replayWorld(feldera, "stuck_transaction"),
    findings: ["transaction/never-committed"],
    says: [/open for 2 min 28 s, begun by the API/],
  },
  {
    name: "a healthy pipeline",
    eval: {
      question: "Is anything wrong with pipeline PIPELINE? Say what shows it. Change nothing.",
      cause: [/nothing (is )?wrong|no (fault|problem|error|issue)s?\b|healthy/i],
      evidence: [/stats|log|events/i],
    },
    world: (feldera) => replayWorld(feldera, "healthy"),
    findings: [],
    says: [/nothing wrong was found/, /Looked at: /],
  },
  {
    name: "a connector failed and vanished from the statistics, and another only logs warnings",
    eval: {
      cause: [/offers_url/, /vanish|missing|gone|absent|removed|not listed/i],
      evidence: [/stat(istic)?s/i],
    },
    world: (feldera) => replayWorld(feldera, "secrets"),
    findings: ["connector/vanished", "input/nothing-received"],
    says: [/offers_url/],
    saysAtOnce: [/vanished: "Failed to connect .*Connection refused.*" \(server 127\.0\.0\.1:18999\)/],
    never: [/hunter2/],
  },
  {
    name: "rows that do not parse, with text that gives orders and forged log lines",
    eval: { cause: [/pars(e|ing)/i], evidence: [/\b26\b/] },
    world: (feldera) => replayWorld(feldera, "injection"),
    findings: ["input/parse-errors"],
    says: [/26 parse errors/],
    never: [/out of memory/i, /stop_pipeline/i],
  },
  {
    name: "a source two hours behind is dropped as late, which no counter shows",
    eval: { cause: [/late/i, /drop|discard/i], evidence: [/page_views/, /LATENESS|9,?600|41\.\d/] },
    world: (feldera) => replayWorld(feldera, "late_rows"),
    findings: ["input/late-rows"],
    says: [/9,600 of 23,100 rows \(41\.6 %\) of page_views are dropped as late/],
    saysAtOnce: [/^Loses rows: yes: about 9,600 rows of 23,100 of page_views dropped as late/m],
  },
  {
    name: "the same, whose circuit cannot be read: whether rows are late is not known",
    world: (feldera) =>
      variantOf(feldera, "late_rows", {
        responses: { circuit_json_profile: recording("hung_heap_profile") },
      }),
    findings: [],
    says: [
      /^For information: late rows of page_views \(LATENESS on ts, fed by 2 sources\) would be dropped/m,
      /^Next: diagnose_pipeline .*"depth":"deep"/m,
    ],
    saysAtOnce: [/whether late rows are dropped is not known without the circuit profile/],
  },
  {
    name: "the same, whose circuit answers only to a longer look",
    eval: { cause: [/late/i, /drop|discard/i], evidence: [/page_views/, /9,?600|41\.\d/] },
    world: (feldera) =>
      variantOf(feldera, "late_rows", {
        responses: {
          circuit_json_profile: sequence(
            recording("hung_heap_profile"),
            recording("worlds/late_rows/circuit_json_profile"),
          ),
        },
      }),
    calls: [{ tool: "diagnose_pipeline" }, { tool: "diagnose_pipeline", args: { depth: "deep" } }],
    findings: ["input/late-rows"],
    says: [/9,600 of 23,100 rows \(41\.6 %\) of page_views are dropped as late/],
    maxTokens: 2500,
  },
  {
    name: "a slow Postgres sink, behind which everything waits: not slow SQL",
    eval: {
      cause: [/warehouse/, /slow|too little|stall|hold|back.?pressure/i],
      evidence: [/20,?175|output_stall|stall/i],
    },
    world: (feldera) =>
      variantOf(feldera, "slow_sink", {
        pipeline: {
          "program_info.output_connectors": {
            "price_feed.warehouse": {
              stream: "price_feed",
              transport: { name: "postgres_output", config: { table: "prices" } },
              max_queued_records: 20000,
            },
          },
        },
        stats: {
          "outputs.0.endpoint_name": "price_feed.warehouse",
          "outputs.0.metrics.queued_records": 20175,
          "outputs.1.endpoint_name": "price_feed.archive",
          "outputs.1.metrics.queued_records": 0,
          "inputs.0.metrics.buffered_records": 1000000,
          "global_metrics.buffered_input_records": 1000000,
        },
        responses: {
          "views/price_feed/connectors/warehouse/stats": withMembers(
            recording("worlds/slow_sink/connector_views_price_feed.partner_feed"),
            { endpoint_name: "price_feed.warehouse" },
          ),
        },
      }),
    findings: ["output/slow-sink"],
    says: [/price_feed\.warehouse \(20,175 records wait\) takes too little/],
    never: [/SQL is the slow part/],
  },
  {
    name: "more comes in than the circuit processes",
    eval: {
      cause: [/back.?pressure|at its limit|more comes in|cannot keep up|queue\w* (is|are) full/i],
      evidence: [/1,?000,?000/],
    },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        stats: {
          "inputs.0.metrics.buffered_records": 1000000,
          "global_metrics.buffered_input_records": 1000000,
          "global_metrics.total_input_records": 1030800,
        },
      }),
    findings: ["input/backpressure"],
    says: [/entries\.entries_gen \(1,000,000 records wait\)/],
  },
  {
    name: "it runs with no throughput because its source is paused",
    eval: { cause: [/entries_gen/, /paused/i], evidence: [/paused\W+true|paused: |is paused/i] },
    world: (feldera) => variantOf(feldera, "healthy", { stats: { "inputs.0.paused": true } }),
    findings: ["input/none-active"],
    says: [/reads nothing.*paused: entries\.entries_gen/],
  },
  {
    name: "no view has a connector, and somebody waits for what comes out",
    eval: {
      question: "Why does nothing come out of pipeline PIPELINE?",
      cause: [/no (view has an? )?(output )?connector|no outputs?\b/i],
      evidence: [/output/i],
    },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: { "program_info.output_connectors": {} },
        stats: { outputs: [] },
      }),
    findings: [],
    says: [/nothing wrong was found/],
    saysAtOnce: [/^Loses rows: none of .*, but no view has an output connector, so that nothing is sent\.$/m],
  },
  {
    name: "it runs with no throughput because its input has ended",
    eval: {
      cause: [/end of (its |their )?input|end_of_input|has ended|been read/i],
      evidence: [/end_of_input/],
    },
    world: (feldera) => variantOf(feldera, "healthy", { stats: { "inputs.0.metrics.end_of_input": true } }),
    findings: [],
    says: [/INFO input\/none-active: .*at the end of their input: entries\.entries_gen/],
  },
  {
    name: "checkpoints are blocked by an input that cannot be resumed",
    eval: { cause: [/entries_gen/, /checkpoint/i], evidence: [/UnsupportedInputEndpoint/] },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: { "runtime_config.fault_tolerance": { model: "at_least_once" } },
        config: { edition: "Enterprise" },
        stats: {
          permanent_checkpoint_errors: [{ UnsupportedInputEndpoint: "entries.entries_gen" }],
          suspend_error: { Permanent: [{ UnsupportedInputEndpoint: "entries.entries_gen" }] },
        },
      }),
    findings: ["checkpoint/impossible"],
    says: [/UnsupportedInputEndpoint \(entries\.entries_gen\)/],
  },
  {
    name: "a checkpoint waits for an open transaction",
    saysAtOnce: [/^Keeps up: no, a transaction has been open for 2 min 28 s/m, /checkpoint\/delayed/],
    world: (feldera) =>
      variantOf(feldera, "stuck_transaction", {
        config: { edition: "Enterprise" },
        stats: {
          permanent_checkpoint_errors: [],
          suspend_error: { Temporary: ["TransactionInProgress"] },
          checkpoint_activity: {
            status: "delayed",
            delayed_since: ago(120_000),
            reasons: ["TransactionInProgress"],
          },
        },
      }),
    findings: ["transaction/never-committed", "checkpoint/delayed"],
    says: [/begun by the API/],
  },
  {
    name: "the last checkpoint failed",
    eval: { cause: [/checkpoint/i, /fail/i], evidence: [/no storage space/, /number 4|\b4\b/] },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        config: { edition: "Enterprise" },
        stats: { permanent_checkpoint_errors: [], suspend_error: null },
        checkpoint_status: {
          success: 4,
          failure: {
            sequence_number: 7,
            error: "StorageError: write failed: no storage space",
            failed_at: ago(60_000),
          },
        },
      }),
    findings: ["checkpoint/failing"],
    says: [/last checkpoint failed .* the last that worked is number 4: .*no storage space/],
  },
  {
    name: "an older checkpoint failed, and a newer one worked",
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        config: { edition: "Enterprise" },
        stats: { permanent_checkpoint_errors: [], suspend_error: null },
        checkpoint_status: {
          success: 9,
          failure: { sequence_number: 7, error: "StorageError: write failed", failed_at: ago(600_000) },
        },
      }),
    findings: [],
    says: [/nothing wrong was found/],
  },
  {
    name: "memory is near its limit",
    eval: {
      cause: [/memory (pressure|use|usage)?.{0,30}(high|near|close)|pressure is high/i],
      evidence: [/memory_pressure|1,?380/i],
    },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        stats: { "global_metrics.memory_pressure": "high", "global_metrics.rss_bytes": 1380000000 },
      }),
    findings: ["memory/pressure"],
    says: [/memory pressure is high: 1,380 MB resident, 96\.8 % of 1,425 MB/],
  },
  {
    name: "the memory limit is below what the workers' caches may take",
    eval: { cause: [/limit/i, /cache/i], evidence: [/max_rss/, /8 workers|512 MiB|4 GiB/i] },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: { "runtime_config.workers": 8, "runtime_config.max_rss_mb": 2000 },
        max_rss_bytes: 1_900_000_000,
      }),
    findings: ["memory/limit-too-low"],
    says: [
      /1,900 MB \(max_rss(?:_mb 2000| 2000M), less .* may take 4,295 MB \(512 MiB for each of 8 workers\)/,
    ],
  },
  {
    name: "storage is nearly full",
    eval: { cause: [/storage/i, /full|limit/i], evidence: [/96 %|storage_mb_max|916 MiB/i] },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: { "runtime_config.resources.storage_mb_max": 1000 },
        stats: { "global_metrics.storage_bytes": 960000000 },
      }),
    findings: ["storage/nearly-full"],
    says: [/storage holds 916 MiB of 954 MiB \(96 %\)/],
  },
  {
    name: "a connector loses its server again and again",
    eval: { cause: [/balances_out/, /connection refused|transport|unhealthy/i], evidence: [/\b12\b/] },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        stats: {
          "outputs.0.metrics.num_transport_errors": 12,
          "outputs.0.health": { status: "Unhealthy", description: "connection refused" },
        },
      }),
    findings: ["connector/transport-errors"],
    says: [
      /balances\.balances_out has met 12 transport errors and reports that it is Unhealthy \("connection refused"\)/,
    ],
  },
  {
    name: "an output cannot reach its server for a while, and what comes waits for it",
    eval: {
      question: "Does pipeline PIPELINE keep up? Its sink lacks the newest rows.",
      cause: [/balances_out/, /transport|connect/i],
      evidence: [/3,?000|5,?964/],
    },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        stats: {
          "outputs.0.metrics.num_transport_errors": 3,
          "outputs.0.metrics.queued_records": 5_964,
          "outputs.0.metrics.total_processed_input_records": 9_000,
          "global_metrics.total_processed_records": 12_000,
          "global_metrics.uptime_msecs": 60_000,
        },
      }),
    findings: ["connector/transport-errors"],
    says: [/balances\.balances_out has met 3 transport errors/, /It explains output\/behind/],
    saysAtOnce: [
      /^Keeps up: no, balances\.balances_out has met transport errors \(connector\/transport-errors\):/m,
    ],
  },
  {
    name: "its twin, which has put out next to all since",
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        stats: {
          "outputs.0.metrics.num_transport_errors": 3,
          "outputs.0.metrics.queued_records": 3,
          "outputs.0.metrics.total_processed_input_records": 11_990,
          "global_metrics.total_processed_records": 12_000,
          "global_metrics.uptime_msecs": 60_000,
        },
      }),
    findings: ["connector/transport-errors"],
    says: [/balances\.balances_out has met 3 transport errors/],
    saysAtOnce: [/^Keeps up: yes/m],
    never: [/output\/behind/],
  },
  {
    name: "views are computed again after a change",
    saysAtOnce: [/it is bootstrapping: changed views are computed from all earlier input/],
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        stats: {
          "global_metrics.bootstrap_in_progress": true,
          "global_metrics.concurrent_bootstrap_phase": "Backfill",
        },
      }),
    findings: ["deployment/bootstrapping"],
    says: [/bootstrapping \(Backfill\)/],
  },
  {
    name: "an old runtime on a new platform answers 404 where it lacks an endpoint",
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: { platform_version: "0.199.0" },
        responses: {
          time_series: recording("method_not_allowed"),
          checkpoint_status: { ...recording("unknown_pipeline_get"), body: Buffer.from(""), status: 404 },
        },
      }),
    findings: [],
    says: [
      /nothing wrong was found \(\d+ of \d+ causes of trouble looked for\)/,
      /^For information: .*its runtime is 0\.199\.0, .*\(platform\/old-runtime\)/m,
      /Not checked: /,
    ],
  },
  {
    name: "a suspension that failed is still wanted after 37 minutes",
    eval: { cause: [/suspen/i], evidence: [/37 min|suspend failed/i] },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: {
          deployment_status_since: ago(50 * 60_000),
          deployment_desired_status: "Suspended",
          deployment_desired_status_since: ago(37 * 60_000),
        },
        stats: { suspend_error: null, permanent_checkpoint_errors: [] },
        log: (recorded) =>
          `${recorded}[ledger] ${ago(36 * 60_000)} ERROR dbsp_adapters::server:  controller suspend failed (Controller exited before command could be executed)\n`,
      }),
    findings: ["deployment/not-as-wanted"],
    says: [/is Running, although Suspended was asked for 37 min( \d+ s)? ago/, /controller suspend failed/],
  },
  {
    name: "a suspension that was asked for just now",
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: {
          deployment_status_since: ago(50 * 60_000),
          deployment_desired_status: "Suspended",
          deployment_desired_status_since: ago(3_000),
        },
      }),
    findings: [],
    says: [/Up: yes, Running since .*, wanted Suspended/],
  },
  {
    name: "a process that is stopped counts as Running, and answers nothing",
    eval: {
      cause: [/hung|stopped|answers nothing|unresponsive|does not (answer|respond)/i],
      evidence: [/stats|time.?out|log/i],
    },
    world: (feldera) => {
      const pipeline = replayWorld(feldera, "healthy");
      const at = `/v0/pipelines/${pipeline}`;
      for (const path of ["time_series", "checkpoint_status", "metrics", "circuit_json_profile"]) {
        feldera.on("GET", `${at}/${path}`, recording("hung_heap_profile"));
      }
      const stats = `${at}/stats`;
      feldera.on("GET", stats, recording("hung_heap_profile"));
      feldera.on("GET", stats, recording("hung_heap_profile"), {
        query: { include_connector_errors: "true" },
      });
      feldera.on("GET", `${at}/metrics`, recording("hung_heap_profile"), { query: { format: "json" } });
      return pipeline;
    },
    findings: ["runtime/unresponsive"],
    says: [/counts as Running, but its process answers nothing/, /silent for/],
  },
];
