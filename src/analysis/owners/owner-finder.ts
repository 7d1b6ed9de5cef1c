import type { CallGraph } from "../callgraph/model.ts";
import { ruleOfFunction, SUBSYSTEM_RULES, type Subsystem, type SubsystemRule } from "./subsystem.ts";

export interface FoundOwner {
  readonly subsystem: Subsystem;
  /** The node of the frame that names the owner best, -1 where nothing does. */
  readonly node: number;
}

/** Says which part of Feldera a place of a call tree belongs to, judged by the place and all above it. */
export function ownerFinder(
  { functions, frameFunction, nodeFrame, nodeParent }: CallGraph,
  rules: readonly SubsystemRule[] = SUBSYSTEM_RULES,
): (node: number) => FoundOwner {
  const none = rules.length;
  const ruleOf = new Int16Array(functions.length).fill(-1);

  function ruleAt(node: number): number {
    const index = frameFunction[nodeFrame[node] ?? 0] ?? 0;
    const known = ruleOf[index] ?? none;
    if (known >= 0) return known;
    const info = functions[index];
    const rule = info === undefined ? none : ruleOfFunction(info, rules);
    ruleOf[index] = rule;
    return rule;
  }

  return (leaf) => {
    let first = none;
    let named = -1;
    for (let node = leaf; node >= 0; node = nodeParent[node] ?? -1) {
      const rule = ruleAt(node);
      if (rule < first || (rule === first && rules[rule]?.named === "outer")) {
        first = rule;
        named = node;
      }
    }
    return { subsystem: rules[first]?.subsystem ?? "other", node: named };
  };
}
