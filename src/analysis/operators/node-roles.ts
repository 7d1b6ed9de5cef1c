import { type Operator, operationOf } from "../circuit/operators.ts";

/** What a node of the circuit is in its operator: its own work, or a helper of a kind. */
export const NODE_ROLES = [
  "work",
  "trace",
  "integral",
  "shard",
  "exchange",
  "accumulator",
  "input",
  "output",
] as const;

export type NodeRole = (typeof NODE_ROLES)[number];

/** By what the circuit calls the operation of a node. */
const ROLES: readonly (readonly [pattern: RegExp, role: NodeRole])[] = [
  [/^(?:Z1 \(trace\)|.*DelayTrace$)/, "trace"],
  [/(?:TraceAppend|^Recorder|^Z\^-1)/, "integral"],
  [/^(?:ShardedAccumulator|merge shards)/, "shard"],
  [/^Exchange(?:Sender|Receiver)/, "exchange"],
  [/^Accumulat/, "accumulator"],
  [/^Input$/, "input"],
  [/^Output$/, "output"],
];

export function roleOf({ label }: Pick<Operator, "label">): NodeRole {
  const operation = operationOf(label ?? "");
  return ROLES.find(([pattern]) => pattern.test(operation))?.[1] ?? "work";
}
