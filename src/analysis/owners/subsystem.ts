import * as z from "zod";
import type { FunctionInfo } from "../callgraph/model.ts";
import { rustPaths } from "./rust-paths.ts";

/**
 * The parts of a pipeline's process that memory and time are charged to. `other`: none of them, by the names that
 * there are; `untold`: the names are missing, or say too little.
 */
export const Subsystem = z.enum([
  "heap_profiler",
  "profiling",
  "logging",
  "storage",
  "merger",
  "checkpoint",
  "query",
  "output",
  "input",
  "connector",
  "operators",
  "scheduler",
  "construction",
  "http",
  "controller",
  "runtime",
  "other",
  "untold",
]);

export type Subsystem = z.infer<typeof Subsystem>;

export interface SubsystemRule {
  readonly subsystem: Exclude<Subsystem, "other" | "untold">;
  /** Matched against each of a function's `rustPaths`. */
  readonly pattern: RegExp;
  /** Which of a stack's frames that match names the owner best. */
  readonly named: "inner" | "outer";
  readonly reason: string;
}

/**
 * The first rule that some frame of a stack matches tells its owner, wherever in the stack the frame is: what
 * stands in a stack serves a purpose; rules for purposes come before rules for code that serves many. A merge
 * within a merger's thread is the merger's whatever container it fills; a handler of HTTP requests that runs a
 * query is the query's. Code that only wraps the work of others (spans, timers, histograms) is in no rule.
 */
export const SUBSYSTEM_RULES: readonly SubsystemRule[] = [
  {
    subsystem: "heap_profiler",
    pattern: /^(pprof_util|jemalloc_pprof|gimli|addr2line|backtrace::symbolize)::|::dump_pprof\b/,
    named: "outer",
    reason: "writing a heap profile symbolises it, and the symboliser's caches stay allocated",
  },
  {
    subsystem: "profiling",
    pattern:
      /^(feldera_samply::(?!.*\bin_scope\b)|feldera_size_of::|metrics(_\w+)?::|prometheus\w*::|dbsp::(profile|monitor)::|dbsp::circuit::(metadata|metrics|fingerprinter|dot)::|dbsp_(?:adapters|connectors)::(controller::(stats|samply_spawn)::|(server|controller)::(\w+::)*\w*(samply|circuit_profile|circuit_json_profile|metrics)))/,
    named: "outer",
    reason: "CPU and circuit profiles, metrics, the controller's statistics",
  },
  {
    subsystem: "logging",
    pattern: /^(tracing_subscriber|tracing_log|env_logger)::|^feldera_observability::\w*logging\b/,
    named: "outer",
    reason: "log lines and the spans that they stand in",
  },
  {
    subsystem: "storage",
    pattern:
      /^(feldera_storage::(?!histogram\b)|feldera_buffer_cache::|dbsp::storage::|dbsp::trace::ord::file::)/,
    named: "outer",
    reason: "blocks of batches in files and the cache of them, on behalf of whoever reads or writes them",
  },
  {
    subsystem: "merger",
    pattern:
      /^dbsp::trace::spine_async::(MergeWorkers::(run|merge_step)\b|Merge::|AsyncMerger::run\b|BackgroundThread\b|scope_tokio_merger_locals\b)/,
    named: "inner",
    reason: "what the threads of mergers run; the same merge code also runs within operators' steps",
  },
  {
    subsystem: "checkpoint",
    pattern:
      /^dbsp::circuit::checkpointer::|^dbsp_(?:adapters|connectors)::controller::(checkpoint|sync|journal)::|^dbsp(_adapters|_connectors)?::.*::\w*checkpoint/,
    named: "outer",
    reason: "writing, reading and syncing checkpoints, and the journal of inputs",
  },
  {
    subsystem: "query",
    pattern:
      /^dbsp_(?:adapters|connectors)::(adhoc|controller::CircuitThread::update_snapshot|transport::adhoc)\b/,
    named: "inner",
    reason: "ad-hoc queries, and the snapshots of views that are kept for them",
  },
  {
    subsystem: "output",
    pattern:
      /^dbsp_(?:adapters|connectors)::(transport|integrated|format)::(\w+::)*output\b|^dbsp_(?:adapters|connectors)::integrated::(delta_table::merge|dynamodb)\b|^dbsp_(?:adapters|connectors)::transport::redis\b|^dbsp_(?:adapters|connectors)::static_compile::seroutput\b|^dbsp_(?:adapters|connectors)::controller::(Output\w*|CircuitThread::push_output|ControllerInner::\w*output\w*)\b|^feldera_adapterlib::(format|transport|catalog)::(Output\w+|Encoder|Ser[A-Z]\w+)\b/,
    named: "inner",
    reason: "encoding and sending what views produce",
  },
  {
    subsystem: "input",
    pattern:
      /^feldera_datagen::|^dbsp_(?:adapters|connectors)::(transport|integrated|format|preprocess)::|^dbsp_(?:adapters|connectors)::static_compile::deinput\b|^dbsp_(?:adapters|connectors)::controller::(Input\w*|CircuitThread::input_step|ControllerInner::\w*input\w*)\b|^feldera_adapterlib::(format|transport|catalog|preprocess)::(Input\w+|Parser|Splitter|De[A-Z]\w+|\w*Preprocess\w*)\b/,
    named: "inner",
    reason: "receiving, parsing and queueing rows of tables",
  },
  {
    subsystem: "connector",
    pattern:
      /^(rd_?kafka\w*|deltalake\w*|delta_kernel|(feldera_)?iceberg\w*|object_store|aws_\w+|google_cloud_\w+|gcloud_\w+|async_nats|redis|lapin|tokio_postgres|postgres\w*|reqwest|apache_avro|schema_registry_converter)(::|$)|^rd_\w+$/,
    named: "outer",
    reason: "libraries of connectors in threads and tasks of their own, which do not tell input from output",
  },
  {
    subsystem: "query",
    pattern: /^(datafusion\w*|sqlparser|arrow\w*|parquet\w*|feldera_adapterlib::utils::datafusion)::/,
    named: "outer",
    reason: "DataFusion in tasks of its own, and its functions, which are made at the start",
  },
  {
    subsystem: "operators",
    pattern:
      /^dbsp::circuit::circuit_builder::(\w*Node::(eval|flush|clock_start|clock_end|start_transaction)\w*|ChildCircuit::eval_node)\b/,
    named: "inner",
    reason: "what operators of the circuit build as they are evaluated, the batches of their traces included",
  },
  {
    subsystem: "scheduler",
    pattern: /^dbsp::circuit::(schedule::|circuit_builder::CircuitHandle::|dbsp_handle::DBSPHandle::)/,
    named: "inner",
    reason: "choosing which operator runs next, and starting steps",
  },
  {
    subsystem: "construction",
    pattern:
      /^feldera_pipe_operator_[0-9a-f]{16}::create_operator_\w+$|^feldera_pipe_pipeline_\w+::circuit\b|^dbsp_(?:adapters|connectors)::server::init_circuit\b|^dbsp::circuit::/,
    named: "inner",
    reason: "operators, streams and threads that are made at the start; workers' stacks begin there",
  },
  {
    subsystem: "operators",
    pattern: /^(dbsp::(?!storage::)|feldera_(sqllib|fxp|pipe_operator_[0-9a-f]{16})::)/,
    named: "inner",
    reason: "the engine's and the program's own code in threads that do not tell more, such as exchange",
  },
  {
    subsystem: "http",
    pattern:
      /^(actix_(web|http|server|router|service|files|codec|cors|multipart|ws)|awc|h2|http|httparse|hyper\w*|rustls\w*|tokio_rustls|openssl)::/,
    named: "inner",
    reason: "the server that answers the API's calls, its routes and its connections",
  },
  {
    subsystem: "controller",
    pattern: /^(dbsp_(?:adapters|connectors)|feldera_(?!storage\b|buffer_cache\b)\w+)::/,
    named: "inner",
    reason: "configuration, and the threads that start and drive the pipeline",
  },
  {
    subsystem: "runtime",
    pattern:
      /^(tokio\w*|actix_rt|mio|futures\w*|rayon\w*|crossbeam\w*|std::(thread(?!::local\b)|rt|sys::\w+::thread))::/,
    named: "inner",
    reason: "threads and tasks without a frame of what they are for",
  },
];

/** The index of the first rule that the function matches; the number of rules where it matches none. */
export function ruleOfFunction({ name }: FunctionInfo, rules: readonly SubsystemRule[]): number {
  const paths = rustPaths(name);
  const index = rules.findIndex(({ pattern }) => paths.some((path) => pattern.test(path)));
  return index < 0 ? rules.length : index;
}
