/** Kinds of threads of a Feldera pipeline, in the order in which they are reported. */
export const THREAD_GROUPS = [
  "workers",
  "mergers",
  "tokio",
  "http",
  "connectors",
  "checkpoints",
  "other",
] as const;

export type ThreadGroup = (typeof THREAD_GROUPS)[number];

/**
 * By name, as Linux keeps it (15 characters). `dbsp-worker-N` run the circuit, `merger-N` merge batches in the
 * background, tokio's threads do I/O and run many input connectors, actix serves HTTP. `rdk:` are librdkafka's. Since 0.360
 * `dbsp-commit-N` flush a checkpoint's files side by side.
 */
const GROUP_BY_NAME: readonly (readonly [RegExp, ThreadGroup])[] = [
  [/^dbsp-worker-/, "workers"],
  [/^merger-/, "mergers"],
  [/^(feldera-tokio-|tokio-r)/, "tokio"],
  [/^actix-/, "http"],
  [/^dbsp-commit-/, "checkpoints"],
  [/^(datagen|file-input|s3-input|iceberg-input|postgres-cdc|kafka|rdk:)/, "connectors"],
];

/** The thread of an output connector has the connector's own name, but runs this function. */
const OUTPUT_CONNECTOR = /(^|::)output_thread_func\b/;

/** @param functionNames the functions in the thread's stacks */
export function threadGroup(name: string, functionNames: Iterable<string>): ThreadGroup {
  const byName = GROUP_BY_NAME.find(([pattern]) => pattern.test(name));
  if (byName !== undefined) return byName[1];
  for (const functionName of functionNames) {
    if (OUTPUT_CONNECTOR.test(functionName)) return "connectors";
  }
  return "other";
}
