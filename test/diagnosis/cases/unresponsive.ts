import type { PartName } from "../../../src/answers/diagnosis.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { evidenceOf, only } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const RULE = "runtime/unresponsive";

/** A pipeline of which only these parts answer, and nobody answers those others. */
function silent(
  answered: readonly PartName[],
  unanswered: readonly PartName[],
  status = "Running",
): Evidence {
  const evidence = evidenceOf("healthy", { pipeline: { deployment_status: status } });
  return { ...only(evidence, answered), unanswered };
}

const OF_MANAGER = ["pipeline", "events", "log", "platform"] as const;

const OF_PROCESS = ["stats", "time_series", "metrics", "checkpoint_status"] as const;

export const UNRESPONSIVE_CASES: readonly RuleCase[] = [
  {
    rule: RULE,
    when: "a pipeline counts as Running, and its process answers none of four calls",
    evidence: () => silent(OF_MANAGER, OF_PROCESS),
    says: [
      /counts as Running, but its process answers nothing \(stats, time_series, metrics, checkpoint_status were asked for\); its log has been silent for/,
      /stopped, hung, overloaded, or just gone/,
    ],
  },
  {
    rule: RULE,
    when: "the log was not read either",
    evidence: () => silent(["pipeline", "events"], OF_PROCESS),
    says: [/answers nothing \([^)]*\)(?!; its log)/],
  },
  {
    rule: RULE,
    when: "one call was answered, and others were not",
    evidence: () => silent([...OF_MANAGER, "stats"], ["time_series", "metrics", "checkpoint_status"]),
  },
  {
    rule: RULE,
    when: "one call was refused, as by a runtime that lacks the endpoint, and others were not answered",
    evidence: () => silent(OF_MANAGER, ["stats", "metrics", "checkpoint_status"]),
  },
  {
    rule: RULE,
    when: "a single call was not answered",
    evidence: () => silent(OF_MANAGER, ["stats"]),
  },
  {
    rule: RULE,
    when: "a pipeline that is still starting answers nothing",
    evidence: () => silent(OF_MANAGER, OF_PROCESS, "Initializing"),
  },
  {
    rule: RULE,
    when: "it is the manager whose answers do not come",
    evidence: () => silent(["pipeline", "log"], ["events", "platform", "cluster_health"]),
  },
];
