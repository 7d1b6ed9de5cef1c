import {
  type Column,
  FIRST,
  type FunctionIndex,
  mapColumn,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndices,
} from "../../callgraph/indices.ts";
import type { CallGraph } from "../../callgraph/model.ts";
import { ofOccurringFunctions } from "../functions/occurring-functions.ts";
import { rustPath } from "../functions/runtime-glue.ts";

/** What a worker or a merger does while no marker says which operator it works for. */
export const REST_KINDS = [
  "scheduler",
  "operator_code",
  "waiting_and_waking",
  "hashing",
  "exchange",
  "merge_code",
  "dbsp_profiler",
  "marker_recording",
  "allocator",
  "random_numbers",
  "other",
] as const;

export type RestKind = (typeof REST_KINDS)[number];

/** Modules and functions by what they are for, the more special before the more general. */
const KIND_BY_PATH: readonly (readonly [string, RestKind])[] = [
  ["feldera_samply", "marker_recording"],
  ["dbsp::profile", "dbsp_profiler"],
  ["dbsp::operator::communication", "exchange"],
  ["dbsp::operator::dynamic::communication", "exchange"],
  ["dbsp::operator::dynamic::balance", "exchange"],
  ["dbsp::circuit::runtime::Broadcast", "exchange"],
  ["dbsp::circuit::schedule::dynamic_scheduler::Inner::exchange_metadata", "exchange"],
  // An evaluation that has no end within the recording leaves no marker.
  ["dbsp::operator", "operator_code"],
  ["dbsp::circuit::operator_traits", "operator_code"],
  ["async_stream", "operator_code"],
  ["dbsp::trace", "merge_code"],
  ["tokio::runtime::park", "waiting_and_waking"],
  ["tokio::runtime::driver", "waiting_and_waking"],
  ["tokio::runtime::io", "waiting_and_waking"],
  ["tokio::runtime::time", "waiting_and_waking"],
  ["tokio::sync::notify", "waiting_and_waking"],
  ["parking_lot", "waiting_and_waking"],
  ["crossbeam_utils::sync", "waiting_and_waking"],
  ["mio", "waiting_and_waking"],
  ["dbsp::circuit", "scheduler"],
  ["tokio", "scheduler"],
];

/** For stacks that are cut before anything of the above: in C and in assembler, where unwinding often stops. */
const KIND_BY_OUTERMOST: readonly (readonly [RegExp, RestKind])[] = [
  [/^_*(rjem_|malloc|calloc|realloc|rallocx|do_rallocx|sdallocx|free$)/, "allocator"],
  [/^<?rand(_\w+)?::/, "random_numbers"],
  [/^<?(core::hash|std::hash|std::collections::hash|hashbrown)::/, "hashing"],
];

export interface RestStack {
  readonly kind: RestKind;
  /** The function that tells the kind; absent without a stack. */
  readonly name: string | undefined;
}

/** What each stack is busy with, by the innermost function that is for something known. */
export function restOfStacks(graph: CallGraph): Column<StackIndex, RestStack> {
  const { functions, frameFunction, nodeFrame, nodeParent, stackNode } = graph;
  const kindOfFunction = ofOccurringFunctions(graph, ({ name }) => kindOf(name));
  const functionOfNode = mapColumn(nodeFrame, (frame) => frameFunction[frame] ?? NONE);
  // The function that tells the kind of each node: its own, one further out, or else the outermost.
  const told = new Int32Array(nodeParent.length);
  const telling: Column<NodeIndex, FunctionIndex> = toIndices(told);
  for (let node: NodeIndex = FIRST; node < told.length; node++) {
    const own = functionOfNode[node] ?? NONE;
    const isKnown = kindOfFunction.get(own) !== undefined;
    told[node] = isKnown ? own : (telling[nodeParent[node] ?? NONE] ?? own);
  }
  return Array.from(stackNode, (leaf) => {
    const owner = telling[leaf] ?? NONE;
    const name = functions[owner]?.name;
    return { kind: kindOfFunction.get(owner) ?? kindOfCut(name ?? ""), name };
  });
}

function kindOf(name: string): RestKind | undefined {
  const path = rustPath(name);
  return KIND_BY_PATH.find(([module]) => path === module || path.startsWith(`${module}::`))?.[1];
}

function kindOfCut(outermost: string): RestKind {
  return KIND_BY_OUTERMOST.find(([pattern]) => pattern.test(outermost))?.[1] ?? "other";
}
