import { type ThreadGroup, threadGroup } from "../firefox/threads/thread-groups.ts";

/** What a thread of a pipeline does, as far as its name tells. */
export const THREAD_WORK = [
  "worker",
  "merger",
  "circuit",
  "connector",
  "start",
  "task",
  "http",
  "checkpoint",
  "backpressure",
  "memory monitor",
  "unknown",
] as const;

export type ThreadWork = (typeof THREAD_WORK)[number];

export interface PanickedThread {
  readonly work: ThreadWork;
  /** `table.connector` or `view.connector`, where the thread's name holds it. */
  readonly connector?: string;
  /** The transport of its connector, where the name holds no more than that. */
  readonly transport?: string;
}

/** Threads that one connector has to itself, under its own name. */
const OF_A_CONNECTOR = [/^(.+)-delta-input-tokio-wrapper$/, /^(?:dynamodb|pg)-output-(.+)-\d+$/];

/** An output connector's own thread has its name and nothing else. */
const CONNECTOR_NAME = /^[^\s.]+\.\S+$/;

/** Threads that are named after the transport of their connector. */
const OF_A_TRANSPORT: readonly (readonly [RegExp, string])[] = [
  [/^datagen/, "datagen"],
  [/^file-input/, "file_input"],
  [/^iceberg-input/, "iceberg_input"],
  [/^kafka-input/, "kafka_input"],
  [/^nexmark/, "nexmark"],
  [/^postgres-cdc-input/, "postgres_cdc_input"],
  [/^postgres-input/, "postgres_input"],
  [/^pubsub-input/, "pub_sub_input"],
  [/^s3-input/, "s3_input"],
  [/^url-connector/, "url_input"],
];

const WORK_BY_NAME: readonly (readonly [RegExp, ThreadWork])[] = [
  [/^circuit-thread$/, "circuit"],
  [/^(?:pipeline-init|connector-init)$/, "start"],
  [/^feldera-checkpoint/, "checkpoint"],
  [/^backpressure-thread$/, "backpressure"],
  [/^rss-monitor$/, "memory monitor"],
  [/^feldera-io-tokio-/, "task"],
];

const WORK_OF_GROUP: Readonly<Record<ThreadGroup, ThreadWork>> = {
  workers: "worker",
  mergers: "merger",
  tokio: "task",
  http: "http",
  connectors: "connector",
  checkpoints: "checkpoint",
  other: "unknown",
};

/** @param name whole, as Rust prints it with a panic */
export function panickedThread(name: string): PanickedThread {
  const byName = WORK_BY_NAME.find(([pattern]) => pattern.test(name));
  if (byName !== undefined) return { work: byName[1] };
  for (const pattern of OF_A_CONNECTOR) {
    const connector = pattern.exec(name)?.[1];
    if (connector !== undefined) return { work: "connector", connector };
  }
  const transport = OF_A_TRANSPORT.find(([pattern]) => pattern.test(name))?.[1];
  if (transport !== undefined) return { work: "connector", transport };
  const work = WORK_OF_GROUP[threadGroup(name, [])];
  return work === "unknown" && CONNECTOR_NAME.test(name) ? { work: "connector", connector: name } : { work };
}
