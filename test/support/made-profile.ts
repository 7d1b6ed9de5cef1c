import type { SqlGraph, SqlOperator } from "../../src/analysis/operators/sql-graph.ts";

/** What an operator is to have counted: of a join, what came of each side and the pairs that were made of it. */
export interface Counted {
  readonly in?: number;
  readonly out?: number;
  readonly left?: readonly [came: number, made: number];
  readonly right?: readonly [came: number, made: number];
  /** What is kept of what it puts out, by itself or by a join that takes it. */
  readonly kept?: number;
  /** How its trace goes by its id, where that is not as a join's does. */
  readonly keptAs?: string;
}

interface Made {
  readonly persistent_id?: string;
  readonly label: string;
  readonly counts: Readonly<Record<string, number>>;
  /** The nodes before it, by their place among those of its operator. */
  readonly before?: readonly number[];
}

const IN = "input_batches_stats";
const OUT = "output_batches_stats";

/** A profile of one worker as Feldera 0.337 has it of a program's circuit, with made counts, by the names of operators. */
export function madeProfile(graph: SqlGraph, counted: Readonly<Record<string, Counted>>): object {
  const nodes: { id: string; made: Made }[] = [];
  const edges: { from_node: string; to_node: string }[] = [];
  for (const operator of graph.operators) {
    const counts = counted[operator.name];
    const first = nodes.length;
    for (const made of counts === undefined ? [] : nodesOf(operator, counts, graph)) {
      const id = `nn${nodes.length}`;
      nodes.push({ id, made });
      for (const before of made.before ?? []) edges.push({ from_node: `nn${first + before}`, to_node: id });
    }
  }
  const metadata = nodes.map(({ id, made: { persistent_id, counts } }) => [
    id,
    [
      ...(persistent_id === undefined
        ? []
        : [{ metric_id: "persistent_id", value: { type: "string", value: persistent_id } }]),
      ...Object.entries(counts).map(([metric_id, count]) => ({
        metric_id,
        value: countOf(metric_id, count),
      })),
    ],
  ]);
  return {
    metrics: [],
    worker_profiles: [{ metadata: Object.fromEntries(metadata) }],
    graph: {
      nodes: {
        id: "n",
        label: "root",
        nodes: nodes.map(({ id, made: { label } }) => ({ Simple: { id, label } })),
      },
      edges,
    },
  };
}

function countOf(metric: string, value: number): object {
  const count = { type: "count", value };
  return metric.endsWith("batches_stats") ? { total_records_count: count } : count;
}

function nodesOf(operator: SqlOperator, counts: Counted, graph: SqlGraph): Made[] {
  const { operation, persistentId: persistent_id = "" } = operator;
  const own = {
    ...(counts.in !== undefined && { [IN]: counts.in }),
    ...(counts.out !== undefined && { [OUT]: counts.out }),
  };
  const trace = (id = "", records: number): Made => ({
    persistent_id: `${id}${counts.keptAs ?? (/aggregate/.test(operation) ? ".integral" : ".shard_accintegral")}`,
    label: "Z1 (trace)",
    counts: { state_records_count: records },
  });
  const { left, right, kept } = counts;
  if (left === undefined || right === undefined)
    return [
      { persistent_id, label: operation, counts: own },
      ...(kept === undefined ? [] : [trace(persistent_id, kept)]),
    ];
  if (operation.includes("asof"))
    return [
      {
        persistent_id,
        label: "AsofJoin",
        counts: { left_input_batches_stats: left[0], right_input_batches_stats: right[0], [OUT]: left[1] },
      },
    ];
  const [one, other] = (graph.inputs.get(operator) ?? []).map(({ from }) => from.persistentId ?? "");
  const joined = ([came, made]: readonly [number, number]) => ({
    left_input_records_count: came,
    computed_output_records_count: made,
    [OUT]: made,
  });
  return [
    trace(one, left[0]),
    trace(other, right[0]),
    { label: "JoinTrace", counts: joined(left), before: [1] },
    { label: "JoinTrace", counts: joined(right), before: [0] },
    { persistent_id, label: "Plus", counts: {}, before: [2, 3] },
  ];
}
