import { leavesOf } from "./leaves.ts";
import { type Operator, type Operators, operatorsOf, ROOT } from "./operators.ts";
import { waitMetric } from "./wait-reasons.ts";
import {
  type Measurement,
  type MeasurementReader,
  type ProfileOutline,
  walkProfile,
  walkProfileInParts,
} from "./walk-profile.ts";
import { WorkerTable } from "./worker-table.ts";

/** A circuit profile, with the numbers of a few metrics. */
export interface CircuitProfile {
  readonly format: ProfileOutline["format"];
  readonly workers: number;
  /** Every metric that some node has. */
  readonly metrics: ReadonlySet<string>;
  /** The metrics that the runtime describes, whether or not a node has them. */
  readonly described: ReadonlySet<string>;
  readonly operators: Operators;
  readonly hasGraph: boolean;
  /** A number of an operator in each worker, both halves together; undefined where no worker has it. */
  readonly byWorker: (operator: Operator, leaf: string) => readonly number[] | undefined;
  /** The same for the circuit as a whole. */
  readonly ofCircuit: (leaf: string) => readonly number[] | undefined;
  /** What an operator says in words, of either half and any worker, each once. */
  readonly textsOf: (operator: Operator, leaf: string) => readonly string[];
}

export interface ReadOptions {
  readonly maxDepth: number;
  /** The metrics whose numbers are kept. */
  readonly metrics: ReadonlySet<string>;
}

/**
 * Reads the body of `GET …/circuit_json_profile`, of this or of the old format.
 *
 * @throws MalformedInput
 */
export function readCircuitProfile(bytes: Uint8Array, options: ReadOptions): CircuitProfile {
  const collected = new Collected(options.metrics);
  return collected.profile(walkProfile(bytes, options, collected));
}

/** The same while it comes: it is then never all in memory. */
export async function readCircuitProfileInParts(
  parts: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<CircuitProfile> {
  const collected = new Collected(options.metrics);
  return collected.profile(await walkProfileInParts(parts, options, collected));
}

class Collected implements MeasurementReader {
  readonly #wanted: ReadonlySet<string>;
  readonly #table = new WorkerTable();
  readonly #texts = new Map<string, Set<string>>();
  readonly #persistentIds = new Map<string, string>();
  readonly #nodes = new Set<string>();
  readonly #metrics = new Set<string>();

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  readonly wants = (metric: string, node: string): boolean => {
    this.#nodes.add(node);
    this.#metrics.add(metric);
    return this.#wanted.has(metric) || ID_METRICS.has(metric);
  };

  readonly take = ({ node, worker, metric, value, labels }: Measurement): void => {
    for (const [name, leaf] of leavesOf(waitMetric(metric, labels), value)) {
      if (leaf.kind === "number") this.#table.add(name, node, worker, leaf.number);
      if (leaf.kind !== "text") continue;
      if (!ID_METRICS.has(metric)) {
        const key = textKey(node, name);
        this.#texts.set(key, (this.#texts.get(key) ?? new Set()).add(leaf.text));
        continue;
      }
      // The name of the SQL operator alone stands in where a node has no id of its own.
      if (metric === "persistent_id" || !this.#persistentIds.has(node))
        this.#persistentIds.set(node, leaf.text);
    }
  };

  profile({ graph, workers, format, described }: ProfileOutline): CircuitProfile {
    const table = this.#table;
    const texts = this.#texts;
    const root = graph?.root ?? ROOT;
    return {
      format,
      workers,
      metrics: this.#metrics,
      described,
      operators: operatorsOf(graph, this.#nodes, this.#persistentIds),
      hasGraph: graph !== undefined,
      byWorker: ({ id, outputHalf }, leaf) => {
        const own = table.get(leaf, id, workers);
        const half = outputHalf === undefined ? undefined : table.get(leaf, outputHalf, workers);
        return own !== undefined && half !== undefined
          ? own.map((number, worker) => number + (half[worker] ?? 0))
          : (own ?? half);
      },
      ofCircuit: (leaf) => table.get(leaf, root, workers),
      textsOf: ({ id, outputHalf }, leaf) => {
        const nodes = outputHalf === undefined ? [id] : [id, outputHalf];
        return [...new Set(nodes.flatMap((node) => [...(texts.get(textKey(node, leaf)) ?? [])]))];
      },
    };
  }
}

function textKey(node: string, leaf: string): string {
  return `${node} ${leaf}`;
}

/** Several numbers of an operator in each worker added up; undefined where no worker has any. */
export function sumByWorker(
  { byWorker }: CircuitProfile,
  operator: Operator,
  leaves: readonly string[],
): readonly number[] | undefined {
  return leaves
    .map((leaf) => byWorker(operator, leaf))
    .reduce(
      (sum, numbers) => sum?.map((number, worker) => number + (numbers?.[worker] ?? 0)) ?? numbers,
      undefined,
    );
}

/** Metrics that name a node rather than measure it. */
export const ID_METRICS: ReadonlySet<string> = new Set(["persistent_id", "mir_node"]);
