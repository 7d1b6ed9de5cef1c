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
];
