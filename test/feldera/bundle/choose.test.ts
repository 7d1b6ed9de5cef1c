import { describe, expect, test } from "vitest";
import { openBundle } from "../../../src/feldera/bundle/archive.ts";
import { chooseCollection } from "../../../src/feldera/bundle/choose.ts";
import { BundleError } from "../../../src/feldera/bundle/errors.ts";
import { LIMITS, recording, temporaryFolder } from "./support.ts";

const folder = temporaryFolder();
const NEWEST = "2026-11-21T07-47-46.573192685Z";
const AGAIN = "2026-11-21T07-37-46.1Z-1";
const BEFORE = "2026-11-21T07-37-46.1Z";
const LEGACY = "2026-01-19T12:55:54.152834443+00:00";
const TIMES = [
  Date.UTC(2026, 10, 21, 7, 47, 46, 573),
  Date.UTC(2026, 10, 21, 7, 37, 46, 100),
  Date.UTC(2026, 10, 21, 7, 37, 46, 100),
  Date.UTC(2026, 0, 19, 12, 55, 54, 152),
];
const bundle = {
  source: "payments.zip",
  collections: [NEWEST, AGAIN, BEFORE, LEGACY].map((directory, index) => ({
    directory,
    time: TIMES[index] ?? 0,
    timeFrom: "bundle" as const,
    files: [],
    failed: [],
    skipped: [],
  })),
};

function chosen(wanted?: string): string {
  return chooseCollection(bundle, wanted).directory;
}

function errorFor(wanted: string): BundleError {
  try {
    chooseCollection(bundle, wanted);
  } catch (error) {
    if (error instanceof BundleError) return error;
  }
  throw new Error("no BundleError was thrown");
}

describe("a collection is chosen", () => {
  test("as the newest when none is wanted", () => {
    expect(chosen()).toBe(NEWEST);
  });

  test.each([
    ["0", NEWEST],
    ["1", AGAIN],
    ["3", LEGACY],
    [" 3 ", LEGACY],
  ])("by index %j", (wanted, directory) => {
    expect(chosen(wanted)).toBe(directory);
  });

  test.each([
    [NEWEST, NEWEST],
    [BEFORE, BEFORE],
    [AGAIN, AGAIN],
    ["2026-11-21T07-47", NEWEST],
    ["2026-01", LEGACY],
    [LEGACY, LEGACY],
  ])("by directory or its beginning %j", (wanted, directory) => {
    expect(chosen(wanted)).toBe(directory);
  });

  test.each([
    ["2026-11-21T07:47:46.573192685Z", NEWEST],
    ["2026-11-21T07:47:46.573Z", NEWEST],
    ["2026-11-21T07:47:46Z", NEWEST],
    ["2026-11-21T08:47:46+01:00", NEWEST],
    ["2026-11-21T07:47", NEWEST],
    ["2026-11-21 07:47:46.57", NEWEST],
    ["2026-01-19T12:55:54Z", LEGACY],
  ])("by time %j", (wanted, directory) => {
    expect(chosen(wanted)).toBe(directory);
  });
});

describe("no collection is chosen", () => {
  test.each(["4", "12", "999", "", "2025", "2026-11-22", "2026-11-21T07:47:47Z", "payments", "-1", "20261"])(
    "for %j, which none fits: those there are, are listed",
    (wanted) => {
      const error = errorFor(wanted);
      expect(error.kind).toBe("unknown_collection");
      expect(error.message).toBe(
        `payments.zip holds no collection "${wanted}". Give one of these by its index or time: 0 (2026-11-21T07:47:46.573Z), 1 (2026-11-21T07:37:46.100Z), 2 (2026-11-21T07:37:46.100Z), 3 (2026-01-19T12:55:54.152Z).`,
      );
    },
  );

  test.each(["2026", "2026-11-21", "2026-11-21T07:37:46Z"])("for %j, which several fit", (wanted) => {
    expect(errorFor(wanted).message).toContain(`holds more than one collection "${wanted}"`);
  });

  test("from a bundle of a pipeline that was never collected", async () => {
    const path = await folder.write("never.zip", await recording("support_bundle_never_collected"));
    const never = await openBundle(path, LIMITS);
    expect(() => chooseCollection(never, undefined)).toThrow(
      "never.zip holds no collection: Feldera had collected nothing of the pipeline yet.",
    );
    await never.close();
  });
});
