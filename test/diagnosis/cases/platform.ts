import { evidenceOf, only } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const ofToday = (runtime: { process?: string; record?: string | null }, platform_version = "0.375.0") =>
  evidenceOf("healthy", {
    pipeline: { platform_version, "program_config.runtime_version": runtime.record },
    ...(runtime.process !== undefined && {
      stats: {
        "global_metrics.platform_version": platform_version,
        "global_metrics.runtime_version": runtime.process,
      },
    }),
  });

const SELECTED_RUNTIME: readonly RuleCase[] = [
  {
    rule: "platform/selected-runtime",
    when: "the process of 0.375 says that it is the Gen-2 engine's",
    evidence: () => ofToday({ process: "gen2" }),
    says: [/runs on Feldera's Gen-2 engine \(runtime_version gen2\)/, /no stack leads to the SQL/],
  },
  {
    rule: "platform/selected-runtime",
    when: "only the record of 0.375 names that engine, with its revision",
    evidence: () => only(ofToday({ record: "gen2:4f2a9c" }), ["pipeline"]),
    says: [
      /compiled for .*\(runtime_version gen2:4f2a9c\); what its process has is not known/,
      /501 NotImplemented/,
    ],
  },
  {
    rule: "platform/selected-runtime",
    when: "the process of 0.375 has another runtime than its record asks for by now",
    evidence: () => ofToday({ process: "v0.350.0", record: "gen2" }),
    says: [/runs on the runtime v0\.350\.0, not that of its platform 0\.375\.0/, /program_config selects it/],
  },
  {
    rule: "platform/selected-runtime",
    when: "a process of 0.375 has its platform's runtime",
    evidence: () => ofToday({ process: "0.375.0+enterprise" }, "0.375.0+enterprise"),
  },
  {
    rule: "platform/selected-runtime",
    when: "the record names the platform's own version by its tag",
    evidence: () => ofToday({ record: "v0.375.0" }),
  },
  {
    rule: "platform/selected-runtime",
    when: "a process of 0.337 does not tell its runtime, and its record selects none",
    evidence: () => evidenceOf("healthy", { pipeline: { "program_config.runtime_version": null } }),
  },
];

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
    rule: "cluster/stale",
    when: "nobody has checked the services for too long",
    evidence: () =>
      evidenceOf("healthy", { cluster_health: { all_healthy: false, stale: true, stale_after_seconds: 90 } }),
    says: [/nobody has checked Feldera's own services since 2026-11-21 .*not known/, /runner/],
  },
  {
    rule: "cluster/stale",
    when: "a manager from 0.352 on says that its monitoring is not stale",
    evidence: () => evidenceOf("healthy", { cluster_health: { stale: false, stale_after_seconds: 90 } }),
  },
  {
    rule: "cluster/unhealthy",
    when: "the last check of a service found it unhealthy, and is old",
    evidence: () =>
      evidenceOf("healthy", { cluster_health: { all_healthy: false, stale: true, "runner.healthy": false } }),
  },
  {
    rule: "platform/udfs-refused",
    when: "a program with user-defined functions meets a platform that does not allow them",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { udf_rust: "pub fn f() {}" },
        config: { allow_rust_udfs: false },
      }),
    says: [/this Feldera does not allow them/, /allow_rust_udfs/],
  },
  {
    rule: "platform/udfs-refused",
    when: "the platform allows them",
    evidence: () =>
      evidenceOf("healthy", { pipeline: { udf_rust: "pub fn f() {}" }, config: { allow_rust_udfs: true } }),
  },
  {
    rule: "platform/udfs-refused",
    when: "the program has none",
    evidence: () => evidenceOf("healthy", { config: { allow_rust_udfs: false } }),
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
  ...SELECTED_RUNTIME,
];
