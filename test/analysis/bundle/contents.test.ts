import { expect, test } from "vitest";
import { bundleContents } from "../../../src/analysis/bundle/contents.ts";

test("failures are told by their reason, and collections in the order they come in", () => {
  const stats = { file: "stats.json", reason: "stopped" };
  const heap = { file: "heap_profile.pb.gz", reason: "profiling is off" };
  const metrics = { file: "metrics.txt", reason: "stopped" };
  const newer = {
    time: Date.UTC(2026, 10, 21, 7, 47, 46, 573),
    files: [{ name: "logs.txt", bytes: 7, beside: true }],
    failed: [stats, heap, metrics],
    skipped: [],
  };
  const older = { time: 0, files: [], failed: [], skipped: ["logs.txt"] };
  expect(bundleContents({ collections: [newer, older], warnings: ["w"] })).toEqual({
    collections: [
      {
        collected_at: "2026-11-21T07:47:46.573Z",
        files: [{ name: "logs.txt", bytes: 7 }],
        failed: [
          { reason: "stopped", files: ["stats.json", "metrics.txt"] },
          { reason: "profiling is off", files: ["heap_profile.pb.gz"] },
        ],
        skipped: [],
      },
      { collected_at: "1970-01-01T00:00:00.000Z", files: [], failed: [], skipped: ["logs.txt"] },
    ],
    warnings: ["w"],
  });
});
