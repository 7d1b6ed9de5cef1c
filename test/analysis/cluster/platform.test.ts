import { describe, expect, test } from "vitest";
import { platformFacts } from "../../../src/analysis/cluster/platform.ts";

describe("the license", () => {
  const valid_until = "2026-12-01T00:00:00Z";

  test.each([
    ["2026-11-21T00:00:00Z", false],
    ["2026-12-02T00:00:00Z", true],
  ])("at %s by Feldera's clock has expired: %s", (current, expired) => {
    expect(
      platformFacts({ license_validity: { Exists: { current, valid_until, is_trial: false } } }),
    ).toEqual({
      license: { is_trial: false, valid_until, expired },
    });
  });

  test("that could not be confirmed says why", () => {
    const license_validity = { DoesNotExistOrNotConfirmed: "the server could not be reached" };
    expect(platformFacts({ license_validity })).toEqual({
      license: { problem: "the server could not be reached" },
    });
  });

  test("is not there in the open source edition", () => {
    expect(platformFacts({ edition: "Open source", license_validity: null })).toEqual({
      edition: "Open source",
    });
  });
});

test("a newer version is told only where Feldera says that this one is not the latest", () => {
  const update_info = { latest_version: "0.340.0", is_latest_version: false };
  expect(platformFacts({ update_info })).toEqual({ newer_version: "0.340.0" });
  expect(platformFacts({ update_info: { ...update_info, is_latest_version: true } })).toEqual({});
});
