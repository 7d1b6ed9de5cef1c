import * as z from "zod";
import { type FunctionIndex, NONE, type NodeIndex } from "../callgraph/indices.ts";
import type { CallGraph } from "../callgraph/model.ts";
import { rustPaths } from "./rust-paths.ts";
import { Subsystem } from "./subsystem.ts";

/** What within a subsystem; what the frames do not tell is absent. */
export const SubsystemPart = z.object({
  /** The operator's module, the type of batch, the connector's transport, the crate. */
  name: z.string().optional(),
  /** What is done there, or what the memory holds. */
  stage: z
    .enum(["parsed_values", "queued_rows", "written", "read", "slab_pool", "key_filter", "cache_index"])
    .optional(),
  /** On whose behalf. */
  by: Subsystem.optional(),
});

export type SubsystemPart = z.infer<typeof SubsystemPart>;
export type Stage = NonNullable<SubsystemPart["stage"]>;

interface PartRule<T> {
  /** Matched against each of a function's `rustPaths`. */
  readonly pattern: RegExp;
  readonly value: (match: RegExpExecArray) => T | undefined;
}

interface PartRules {
  readonly names?: readonly PartRule<string>[];
  readonly stages?: readonly PartRule<Stage>[];
}

const TRANSPORTS = [
  named(/^feldera_(datagen)::/),
  named(/^dbsp_(?:adapters|connectors)::(?:transport|integrated)::(\w+)::/),
];

/** Of the rules, the first that some frame of a stack matches; of the frames that match, the outermost. */
const PART_RULES: Partial<Record<Subsystem, PartRules>> = {
  merger: { names: [named(/^dbsp::trace::ord::(?:vec|file)::(\w+?)(?:_batch)?::/)] },
  operators: {
    names: [
      named(/^dbsp::operator::dynamic::(\w+)::/),
      named(/^dbsp::operator::(?!dynamic\b|async_stream_operators\b)(\w+)::/),
    ],
  },
  storage: {
    stages: [
      stage("slab_pool", /^feldera_storage::fbuf::slab::FBufSlabs::new\b/),
      stage("key_filter", /^dbsp::storage::(file::filter|tracking_bloom_filter)\b/),
      stage("written", /^dbsp::storage::file::writer\b|^feldera_storage::.*::write/),
      stage("read", /^dbsp::storage::file::reader\b|^feldera_storage::.*::read/),
      stage("cache_index", /^feldera_buffer_cache::|^dbsp::storage::buffer_cache::/),
    ],
  },
  input: {
    names: TRANSPORTS,
    stages: [
      stage("parsed_values", /^feldera_types::serde_with_context::deserialize\b|^feldera_sqllib::/),
      stage(
        "queued_rows",
        /^dbsp_(?:adapters|connectors)::static_compile::deinput\b|^feldera_adapterlib::\w+::(De|InputB)/,
      ),
    ],
  },
  output: { names: TRANSPORTS },
  connector: { names: [named(/^(\w+)::/)] },
};

/** Says what the stack that ends at a node is about, given its subsystem. */
export function partFinder(graph: CallGraph): (leaf: NodeIndex, subsystem: Subsystem) => SubsystemPart {
  const names = new Map<Subsystem, (leaf: NodeIndex) => string | undefined>();
  const stages = new Map<Subsystem, (leaf: NodeIndex) => Stage | undefined>();
  for (const subsystem of Subsystem.options) {
    const rules = PART_RULES[subsystem];
    if (rules?.names) names.set(subsystem, valueFinder(graph, rules.names));
    if (rules?.stages) stages.set(subsystem, valueFinder(graph, rules.stages));
  }
  return (leaf, subsystem) => {
    const name = names.get(subsystem)?.(leaf);
    const stage = stages.get(subsystem)?.(leaf);
    return { ...(name !== undefined && { name }), ...(stage !== undefined && { stage }) };
  };
}

function named(pattern: RegExp): PartRule<string> {
  return { pattern, value: ([, name]) => name };
}

function stage(value: Stage, pattern: RegExp): PartRule<Stage> {
  return { pattern, value: () => value };
}

interface Found<T> {
  readonly rank: number;
  readonly value: T | undefined;
}

function valueFinder<T>(
  { functions, frameFunction, nodeFrame, nodeParent }: CallGraph,
  rules: readonly PartRule<T>[],
): (leaf: NodeIndex) => T | undefined {
  const nothing: Found<T> = { rank: rules.length, value: undefined };
  const known = new Map<FunctionIndex, Found<T>>();

  function ofFunction(owner: FunctionIndex): Found<T> {
    const before = known.get(owner);
    if (before !== undefined) return before;
    const found = firstMatch(rustPaths(functions[owner]?.name ?? ""), rules) ?? nothing;
    known.set(owner, found);
    return found;
  }

  return (leaf) => {
    let best = nothing;
    for (let node = leaf; node >= 0; node = nodeParent[node] ?? NONE) {
      const found = ofFunction(frameFunction[nodeFrame[node] ?? NONE] ?? NONE);
      if (found.rank <= best.rank) best = found;
    }
    return best.value;
  };
}

function firstMatch<T>(paths: readonly string[], rules: readonly PartRule<T>[]): Found<T> | undefined {
  for (const [rank, { pattern, value }] of rules.entries()) {
    for (const path of paths) {
      const match = pattern.exec(path);
      if (match) return { rank, value: value(match) };
    }
  }
  return undefined;
}
