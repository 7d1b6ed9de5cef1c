import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Tests whose Feldera is replayed at every endpoint: they hold whatever its version. */
const OF_ANY_VERSION = ["test/scenarios/scenarios.test.ts"];
/** Those of the trust tests that are about what Feldera answers, in a short form: see AGAIN in test/trust/report.ts. */
const OF_TODAY = [
  ...OF_ANY_VERSION,
  "test/untrusted/worlds.test.ts",
  "test/trust/{faults,secrets,secrets-failed-start,secrets-plain,secrets-planted,text,text-errors}.test.ts",
];

/** Tests that start processes, measure or are at odds with the code, and one that changes what it tests. */
const APART = ["test/{e2e,eval,fuzz,processes,trust}/**/*.test.ts", "test/diagnosis/thresholds.test.ts"];

/** The tests against another Feldera than the recorded 0.337: see test/support/versions/version.ts. */
function against(version: string, include: string[]) {
  return {
    extends: true as const,
    test: { name: `feldera-${version}`, include, isolate: false, env: { FELDERA_VERSION: version } },
  };
}

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 30_000,
    // A golden that is not there fails its test; by default it would be written, and the test pass. `-u` writes it.
    update: "none",
    setupFiles: ["test/support/property-seed.ts"],
    // One less than there are cores would be taken otherwise; tests wait two fifths of their time.
    maxWorkers: availableParallelism() + 2,
    projects: [
      {
        extends: true,
        // One process for many files: to load the code anew for each takes as long as most of the tests.
        test: { name: "feldera-0.337", include: ["test/**/*.test.ts"], exclude: APART, isolate: false },
      },
      {
        extends: true,
        test: { name: "feldera-0.337-apart", include: APART, globalSetup: "test/support/installed.ts" },
      },
      against("0.375", OF_TODAY),
      against("0.355", OF_ANY_VERSION),
      against("0.375-old-rows", OF_ANY_VERSION),
    ],
  },
});
