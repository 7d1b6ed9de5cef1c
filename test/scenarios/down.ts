import { pipelineOf, rowsOf, withJson, withMembers } from "../support/derive.ts";
import { replayWorld } from "../support/replay-world.ts";
import { recording } from "../support/responses.ts";
import type { Served } from "../support/routes.ts";
import { synthetic } from "../support/synthetic.ts";
import { badConnector, brokenSql, cluster, idle, runtimePanic, rustError } from "../support/worlds.ts";
import type { Scenario } from "./scenario.ts";
import { ago, variantOf } from "./variant.ts";

const NOISE =
  "[audit_trail] 2026-11-21T09:19:57.000000Z  WARN dbsp_adapters::transport: a batch was retried after a short pause\n";

/** What an unreachable pipeline answers wherever it is asked itself. */
const UNREACHABLE = Object.fromEntries(
  ["stats", "time_series", "checkpoint_status", "checkpoints", "metrics", "heap_profile"].map((path) => [
    path,
    synthetic("pipeline_unavailable"),
  ]),
);

/** Somebody has started it, and its program has had this status for so long. */
function waitingForCompiler(feldera: Served, program_status: string, ms: number): string {
  cluster(feldera);
  const deployed = Object.fromEntries(
    ["stats", "time_series", "metrics", "checkpoint_status", "circuit_json_profile"].map((path) => [
      path,
      recording("stopped_circuit_json_profile"),
    ]),
  );
  return variantOf(feldera, "healthy", {
    pipeline: {
      deployment_status: "Stopped",
      deployment_desired_status: "Running",
      deployment_resources_status: "Stopped",
      deployment_resources_desired_status: "Provisioned",
      deployment_runtime_status: null,
      deployment_runtime_desired_status: null,
      program_status,
      program_status_since: ago(ms),
    },
    responses: deployed,
  });
}

/** A pipeline whose start, its only one, failed with an error; its log has no word of that. */
function startedWith(feldera: Served, error_code: string, message: string): string {
  cluster(feldera);
  badConnector(feldera);
  const deployment_error = { error_code, message, details: {} };
  const at = "/v0/pipelines/bad_connector";
  const ofList = (list: string) =>
    withMembers(pipelineOf(recording(list), "bad_connector"), { deployment_error });
  feldera.on("GET", at, ofList("pipelines_all"));
  feldera.on("GET", at, ofList("pipelines_status"), { query: { selector: "status" } });
  const events = synthetic("bad_connector_events_all");
  const failed = withJson(
    events,
    rowsOf(events).map((event) => (event.deployment_error ? { ...event, deployment_error } : event)),
  );
  feldera.on("GET", `${at}/events`, failed, { query: { selector: "all" } });
  const log = recording("logs_bad_connector", { thenHang: true });
  const silent = log.body.toString().replace(/^.*orders_url'.*\n/gm, "");
  feldera.on("GET", `${at}/logs`, { ...log, body: Buffer.from(silent) });
  return "bad_connector";
}

export const DOWN: readonly Scenario[] = [
  {
    name: "storage ran full, and the disk looks half empty again",
    eval: {
      cause: [
        /(storage|disk|volume)\W+(\w+\W+){0,4}(full|space)|(out of|no|ran out of) (storage |disk )?space/i,
      ],
      evidence: [/no storage space|WorkerPanic|StorageFull/i],
    },
    world: (feldera) => replayWorld(feldera, "storage_full"),
    findings: ["storage/full"],
    says: [/storage is full/, /no storage space/],
  },
  {
    name: "a user-defined function panics on one value",
    eval: { cause: [/udf|user.defined function/i, /panic/i], evidence: [/udf\.rs:4|bucket 2000/] },
    world: (feldera) => replayWorld(feldera, "udf_panic"),
    findings: ["runtime/panic"],
    says: [/panicked in user-defined function risk_score \(udf\.rs:4:9/, /risk table has no bucket 2000/],
  },
  {
    name: "an output that never opens keeps the pipeline initializing",
    eval: {
      cause: [/partner_feed/, /initiali[sz]|open|start/i],
      evidence: [/tasks still running|Initializing/],
    },
    world: (feldera) => replayWorld(feldera, "sink_init_hang"),
    findings: ["connector/hangs-at-start"],
    says: [
      /^Keeps up, Grows, Time, Loses rows: not checked \(503 Initializing/m,
      /price_feed\.partner_feed does not finish its initialization/,
    ],
  },
  {
    name: "a connector's file is not there",
    eval: {
      cause: [/orders_url/, /no such file|not (exist|found|there)|missing/i],
      evidence: [/No such file/i],
    },
    world: (feldera) => {
      cluster(feldera);
      badConnector(feldera);
      return "bad_connector";
    },
    findings: ["connector/failed-at-start"],
    says: [/orders\.orders_url failed: .*No such file/],
  },
  {
    name: "a division by zero panics",
    eval: { cause: [/divi\w+ by (zero|0)|158 \/ 0/i], evidence: [/158 \/ 0|WorkerPanic/] },
    world: (feldera) => {
      cluster(feldera);
      runtimePanic(feldera);
      return "runtime_panic";
    },
    findings: ["runtime/panic"],
    says: [
      /panicked in view ratios, line 18, columns 57-65: "num \/ den", operator ratios.select@18 \(s1\): .*158 \/ 0/,
    ],
  },
  {
    name: "an SQL error on line 6",
    eval: { cause: [/amuont/], evidence: [/line 6/i] },
    world: (feldera) => {
      cluster(feldera);
      brokenSql(feldera);
      return "broken_sql";
    },
    findings: ["program/sql-error"],
    says: [/does not compile on line 6, columns 44-49: .*amuont/],
  },
  {
    name: "an error in the Rust of a user-defined function",
    eval: { cause: [/udf/i, /mismatched types|E0308/i], evidence: [/udf\.rs:3/] },
    world: (feldera) => {
      cluster(feldera);
      rustError(feldera);
      return "rust_error";
    },
    findings: ["program/rust-error"],
    says: [/udf\.rs:3:18: "mismatched types"/, /user-defined functions/],
  },
  {
    name: "its start waits for a compiler that is busy with its Rust for 25 minutes",
    eval: {
      question: "I have started pipeline PIPELINE, and it stays Stopped. Why?",
      cause: [/compil/i],
      evidence: [/CompilingRust/],
    },
    world: (feldera) => waitingForCompiler(feldera, "CompilingRust", 25 * 60_000),
    findings: [],
    says: [/INFO program\/compiling: .*CompilingRust for 25 min/],
    saysAtOnce: [
      /Up: no, Stopped .*, wanted Running; its program is not compiled yet \(CompilingRust for 25 min.*\), and its start waits for that/,
    ],
    never: [/would be dropped/],
  },
  {
    name: "no compiler has taken its program for 40 minutes",
    eval: {
      question: "I have started pipeline PIPELINE, and it stays Stopped. Why?",
      cause: [/compil/i],
      evidence: [/Pending/],
    },
    world: (feldera) => waitingForCompiler(feldera, "Pending", 40 * 60_000),
    findings: ["program/compiling"],
    says: [/WARNING program\/compiling: .*Pending for 40 min/, /It waits for its turn/],
    saysAtOnce: [/its program is not compiled yet \(Pending for 40 min.*\), and its start waits for that/],
  },
  {
    name: "the program is well, and what compiles its Rust was killed",
    eval: {
      cause: [/kill/i, /memory/i],
      evidence: [/SIGKILL|signal: 9/],
    },
    world: (feldera) => {
      cluster(feldera);
      rustError(feldera);
      feldera.on(
        "GET",
        "/v0/pipelines/rust_error",
        withMembers(pipelineOf(recording("pipelines_all"), "rust_error"), {
          "program_error.rust_compilation.stderr":
            "   Compiling feldera_pipe_operator_66a39cfa5e39b618 v0.1.0 (/x)\nerror: could not compile `feldera_pipe_operator_66a39cfa5e39b618` (lib)\n\nCaused by:\n  process didn't exit successfully: `rustc --crate-name feldera_pipe_operator_66a39cfa5e39b618 src/lib.rs` (signal: 9, SIGKILL: kill)\nwarning: build failed, waiting for other jobs to finish...\n",
        }),
      );
      return "rust_error";
    },
    findings: ["program/rust-error"],
    says: [/was not built: a compiler of its Rust was killed: .*SIGKILL/, /for want of memory/],
    saysAtOnce: [/the program was not built: a compiler of its Rust was killed/],
    never: [/does not compile/],
  },
  {
    name: "a pipeline that is stopped, as wanted",
    eval: {
      cause: [
        /stopped/i,
        /(no|nothing|without)\W+(\w+\W+){0,3}(wrong|errors?|faults?|failures?|problems?)|on purpose|as (is )?(wanted|intended|desired)/i,
      ],
      evidence: [/Stopped since|since 20\d\d|deployment_status/i],
    },
    world: (feldera) => {
      cluster(feldera);
      idle(feldera);
      return "idle";
    },
    findings: [],
    says: [/nothing wrong was found/, /INFO deployment\/stopped/],
  },
  {
    name: "storage ran full, under 40,000 lines of noise",
    eval: {
      cause: [
        /(storage|disk|volume)\W+(\w+\W+){0,4}(full|space)|(out of|no|ran out of) (storage |disk )?space/i,
      ],
      evidence: [/no storage space|WorkerPanic|StorageFull/i],
    },
    world: (feldera) =>
      variantOf(feldera, "storage_full", {
        log: (log) => log + NOISE.repeat(40_000),
      }),
    findings: ["storage/full"],
    says: [/storage is full/, /no storage space/],
  },
  {
    name: "Kafka refuses the credentials at the start",
    eval: {
      cause: [/authenticat|credential|password/i],
      evidence: [/orders_kafka/, /SASL|Invalid username or password/i],
    },
    world: (feldera) => {
      cluster(feldera);
      badConnector(feldera);
      const cause =
        "Error initializing Kafka consumer: SASL authentication error: Authentication failed: Invalid username or password (broker: kafka-0:9093)";
      const changed = withMembers(pipelineOf(recording("pipelines_all"), "bad_connector"), {
        "deployment_error.message": `Operation failed because the pipeline failed to initialize. Error details: FATAL error on input endpoint 'orders.orders_kafka': ${cause}`,
        "deployment_error.details.error.endpoint_name": "orders.orders_kafka",
        "deployment_error.details.error.error": cause,
      });
      feldera.on("GET", "/v0/pipelines/bad_connector", changed);
      return "bad_connector";
    },
    findings: ["connector/failed-at-start"],
    says: [/orders\.orders_kafka was refused by its server \(authentication\): .*SASL/],
  },
  {
    name: "its program was changed, and the checkpoint that it starts from cannot be taken over",
    eval: {
      cause: [/materialized/i, /chang/i],
      evidence: [/'?orders'?/, /bootstrap/i],
    },
    world: (feldera) =>
      startedWith(
        feldera,
        "InitializationError",
        "Operation failed because the pipeline failed to initialize. Error details: The pipeline has been modified since the last checkpoint; however it cannot be bootstrapped due to the following reasons:\n- The following tables are not materialized, but some of the views that depend on these tables require bootstrapping: 'orders'. We recommend materializing all tables in the program to avoid such errors in the future.",
      ),
    findings: ["deployment/failed"],
    says: [/undo the change, or clear its storage/],
    saysAtOnce: [/its program was changed, .* the rows of all tables that this needs: .?'orders'/],
    never: [/a connector that cannot connect/],
  },
  {
    name: "Feldera was replaced by a newer version, and the pipeline is still that of the older one",
    eval: {
      cause: [/version/i, /compil/i],
      evidence: [/0\.300\.0/, /0\.337\.0/],
    },
    world: (feldera) =>
      startedWith(
        feldera,
        "AutomatonCannotProvisionUnsupportedPlatformVersion",
        "Unable to provision pipeline because the pipeline platform version (0.300.0) is not supported by the installed Feldera platform version (0.337.0) -- recompile the pipeline with the current platform version to resolve this",
      ),
    findings: ["deployment/not-provisioned"],
    says: [/could not be provided .*0\.300\.0/, /Feldera was replaced since/],
    saysAtOnce: [/compiled with another version of Feldera, and must be compiled again/],
    never: [/no room|volume is pending/],
  },
  {
    name: "killed for lack of memory again and again, while the status shows only Unavailable",
    eval: {
      cause: [/memory|OOM/i, /restart|kill|again|loop|came back/i],
      evidence: [/\b[34] times|max_rss_mb|no memory limit/i],
    },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: {
          deployment_status: "Unavailable",
          deployment_status_since: ago(20_000),
          deployment_runtime_status: "Unavailable",
          deployment_runtime_status_since: ago(20_000),
          "runtime_config.max_rss_mb": null,
        },
        events: [20, 600, 1200, 1800].flatMap((secs, i) => [
          ...(i === 0 ? [] : [{ agoMs: (secs - 60) * 1000, resources: "Provisioned", runtime: "Running" }]),
          ...(i === 0
            ? []
            : [{ agoMs: (secs - 30) * 1000, resources: "Provisioned", runtime: "Initializing" }]),
          { agoMs: secs * 1000, resources: "Provisioned", runtime: "Unavailable" },
          { agoMs: (secs + 60) * 1000, resources: "Provisioned", runtime: "Running" },
        ]),
        responses: UNREACHABLE,
      }),
    findings: ["runtime/restart-loop"],
    says: [
      /went away 4 times and came back 3 times .*for lack of memory/,
      /No memory limit is configured, so that it may take all/,
    ],
  },
  {
    name: "its pod was evicted, and the log is clean",
    eval: {
      cause: [/evict|unreachable|cannot (be )?reach|killed from outside|cut off/i],
      evidence: [/Unavailable/, /no (crash|error)|clean/i],
    },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: {
          deployment_resources_status_details: null,
          deployment_status: "Unavailable",
          deployment_status_since: ago(45_000),
          deployment_runtime_status: "Unavailable",
          deployment_runtime_status_since: ago(45_000),
        },
        events: [
          { agoMs: 45_000, resources: "Provisioned", runtime: "Unavailable" },
          { agoMs: 900_000, resources: "Provisioned", runtime: "Running" },
        ],
        responses: UNREACHABLE,
      }),
    findings: ["runtime/unavailable"],
    says: [/cannot reach the pipeline's process/, /no crash: evicted, hung, or cut off/],
    never: [/\d\. ERROR memory/],
  },
  {
    name: "it waits for approval after an edit, which looks like a hang",
    eval: { cause: [/approv/i], evidence: [/AwaitingApproval|awaiting approval|waits for approval/i] },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: {
          deployment_status: "AwaitingApproval",
          deployment_status_since: ago(300_000),
          deployment_runtime_status: "AwaitingApproval",
        },
        responses: {
          stats: synthetic("awaiting_approval"),
          time_series: synthetic("awaiting_approval"),
        },
      }),
    findings: ["deployment/awaits-approval"],
    says: [/does not hang: it waits for approval/, /5 min/],
  },
  {
    name: "a service of Feldera's own is not well",
    eval: { cause: [/runner/i, /(not|un)\W*(healthy|well)/i], evidence: [/cluster_?health|since 20\d\d/i] },
    world: (feldera) => {
      const pipeline = variantOf(feldera, "healthy", {});
      feldera.on("GET", "/v0/cluster_healthz", synthetic("cluster_unhealthy"));
      return pipeline;
    },
    findings: ["cluster/unhealthy"],
    says: [/Feldera's own runner is not healthy/],
  },
  {
    name: "a stopped pipeline has no profile, and still has its log and events",
    world: (feldera) => {
      cluster(feldera);
      idle(feldera);
      return "idle";
    },
    calls: [{ tool: "summarize_heap_profile" }],
    isError: true,
    findings: [],
    says: [/Stopped/, /get_pipeline_logs/],
  },
  {
    name: "the heap profile takes longer than Feldera allows, and comes by way of a support bundle",
    world: (feldera) => {
      const pipeline = variantOf(feldera, "healthy", {});
      const at = `/v0/pipelines/${pipeline}`;
      feldera.on("GET", `${at}/heap_profile`, recording("hung_samply_post"));
      feldera.on("GET", `${at}/support_bundle`, recording("worlds/healthy/support_bundle"));
      return pipeline;
    },
    calls: [{ tool: "summarize_heap_profile" }],
    findings: [],
    says: [/heap in use/],
    maxTokens: 4000,
  },
  {
    name: "samply is not allowed on this host",
    world: (feldera) => {
      const pipeline = variantOf(feldera, "healthy", {});
      feldera.on("GET", `/v0/pipelines/${pipeline}/samply_profile`, recording("samply_failing_get"));
      return pipeline;
    },
    calls: [{ tool: "summarize_samply_profile" }],
    isError: true,
    findings: [],
    says: [/samply/],
  },
  {
    name: "a read-only key is refused what would change the pipeline",
    world: (feldera) => {
      const pipeline = variantOf(feldera, "healthy", {});
      feldera.on("POST", `/v0/pipelines/${pipeline}/samply_profile`, recording("auth_readkey_start"));
      return pipeline;
    },
    calls: [{ tool: "start_samply_profile" }],
    isError: true,
    findings: [],
    says: [/'write' role/],
  },
  {
    name: "the community edition is asked for a checkpoint",
    world: (feldera) => {
      const pipeline = variantOf(feldera, "healthy", {});
      feldera.on("POST", `/v0/pipelines/${pipeline}/checkpoint`, recording("checkpoint_post"));
      return pipeline;
    },
    calls: [{ tool: "checkpoint_pipeline", args: { confirm: "ledger" } }],
    isError: true,
    findings: [],
    says: [/[Ee]nterprise/],
  },
];
