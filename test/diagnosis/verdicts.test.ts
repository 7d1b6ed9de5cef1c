import { describe, expect, test } from "vitest";
import type { Verdict, VerdictName } from "../../src/answers/diagnosis.ts";
import { findingsOf } from "../../src/diagnosis/diagnose.ts";
import { RULES } from "../../src/diagnosis/rules.ts";
import { VERDICT_RULES } from "../../src/diagnosis/verdicts.ts";
import { type Changes, evidenceOf } from "./evidence.ts";

function verdictOf(name: VerdictName, world: string, changes: Changes = {}) {
  const evidence = evidenceOf(world, changes);
  const roots = findingsOf(RULES, evidence).filter(({ follows_from }) => follows_from === undefined);
  const rule = VERDICT_RULES.find(({ verdict }) => verdict === name);
  if (rule === undefined) throw new Error(`no verdict ${name}`);
  const verdict: Verdict = rule.judge(evidence, roots);
  return { standing: verdict.standing, says: String(rule.tell(verdict)) };
}

describe("keeps up", () => {
  test("with rows that are taken as they come", () => {
    const { standing, says } = verdictOf("keeps_up", "healthy");
    expect(standing).toBe("well");
    expect(says).toMatch(/^yes: 0 records wait at its inputs, 200 records\/s processed over the last 59 s$/);
  });

  test("not, behind a slow sink", () => {
    const { standing, says } = verdictOf("keeps_up", "slow_sink");
    expect(standing).toBe("trouble");
    expect(says).toMatch(/^no \(output\/slow-sink\): 119,955 records wait at its inputs/);
  });

  test("with input that has ended", () => {
    const { standing, says } = verdictOf("keeps_up", "healthy", {
      stats: { "inputs.0.metrics.end_of_input": true },
    });
    expect(standing).toBe("well");
    expect(says).toMatch(/^yes, all its input has ended: /);
  });

  test("not known of a pipeline that is paused", () => {
    const { standing, says } = verdictOf("keeps_up", "healthy", {
      stats: { "global_metrics.state": "Paused" },
    });
    expect(standing).toBe("unknown");
    expect(says).toMatch(/^it is Paused: /);
  });
});
