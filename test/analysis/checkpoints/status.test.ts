import { describe, expect, test } from "vitest";
import { checkpointBlockers } from "../../../src/analysis/checkpoints/blockers.ts";
import { checkpointResults, syncResults } from "../../../src/analysis/checkpoints/status.ts";

const OLDER = "01a1fd12-0267-7e10-82de-6e99b72b9dcc";
const NEWER = "01a1fd62-3dca-7b81-9739-c722ba089aed";

describe("a failed checkpoint stands to one that worked by their sequence numbers", () => {
  test.each([
    [null, null, "nothing told"],
    [0, null, "success alone"],
    [null, 3, "failure alone"],
    [4, 3, "failure is older"],
    [4, 5, "failure is newer"],
    [9007199254740993n, 9007199254740992n, "failure is older"],
  ])("success %s, failure %s: %s", (success, failed, standing) => {
    const failure = failed === null ? null : { sequence_number: failed, error: "e", failed_at: null };
    expect(checkpointResults({ success, failure }).standing).toBe(standing);
  });

  test("and is not ordered where one is not reported", () => {
    expect(checkpointResults({ success: 1, failure: { error: "e" } }).standing).toBe("order unknown");
  });
});

describe("a failed copy stands to one that worked by when their checkpoints were made", () => {
  test.each([
    [OLDER, NEWER, "failure is newer"],
    [NEWER, OLDER, "failure is older"],
    [OLDER, OLDER, "order unknown"],
    [OLDER, "85969827-101c-4a31-af2c-d866f652b7fc", "order unknown"],
  ])("success %s, failure %s: %s", (success, uuid, standing) => {
    expect(syncResults({ success, failure: { uuid, error: "e" } }).standing).toBe(standing);
  });
});

describe("what blocks a checkpoint", () => {
  test("is not reported by a runtime that says nothing, which is not an empty list", () => {
    expect(checkpointBlockers({})).toEqual({});
    expect(checkpointBlockers({ permanent_checkpoint_errors: [] })).toEqual({ permanent: [] });
  });

  test("keeps a reason's subject, whatever its shape", () => {
    const errors = ["StorageRequired", { UnsupportedInputEndpoint: "t.c" }, { New: { n: 2n } }];
    expect(checkpointBlockers({ permanent_checkpoint_errors: errors }).permanent).toEqual([
      { reason: "StorageRequired" },
      { reason: "UnsupportedInputEndpoint", of: "t.c" },
      { reason: "New", of: '{"n":"2"}' },
    ]);
  });
});
