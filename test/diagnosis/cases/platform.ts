import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

export const PLATFORM_CASES: readonly RuleCase[] = [
  {
    rule: "cluster/unhealthy",
    when: "the runner is not well",
    evidence: () =>
      evidenceOf("healthy", {
        cluster_health: { all_healthy: false, "runner.healthy": false, "runner.message": "no answer" },
      }),
    says: [
      /Feldera's own runner is not healthy since .*: "no answer"/,
      /cannot be started, stopped or watched/,
    ],
  },
  {
    rule: "cluster/unhealthy",
    when: "Feldera says nothing of one service",
    evidence: () => evidenceOf("healthy", { cluster_health: { all_healthy: false, runner: null } }),
  },
  {
    rule: "platform/old-runtime",
    when: "the program was compiled with an older Feldera",
    evidence: () => evidenceOf("healthy", { pipeline: { platform_version: "0.99.1" } }),
    says: [/compiled with Feldera 0\.99\.1 and runs on 0\.337\.0/, /until it is compiled again/],
  },
  {
    rule: "platform/old-runtime",
    when: "both are of the same version, built differently",
    evidence: () => evidenceOf("healthy", { pipeline: { platform_version: "0.337.0+5c7931d" } }),
  },
  {
    rule: "platform/old-runtime",
    when: "the program was compiled with a newer Feldera, whose number sorts before as text",
    evidence: () => evidenceOf("healthy", { pipeline: { platform_version: "0.1000.0" } }),
  },
];
