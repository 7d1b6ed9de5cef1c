import { describe, expect, test } from "vitest";
import { askLoopback } from "../../support/golden.ts";
import { payments } from "../../support/worlds.ts";

describe("start_samply_profile", () => {
  const { golden, feldera } = askLoopback(payments);

  test("says when to come back", () =>
    golden("start_samply_profile", "start_samply_profile", { pipeline_name: "payments", duration_secs: 10 }));

  test("does not promise that one call waits for a long recording", () =>
    golden("start_samply_profile-long", "start_samply_profile", {
      pipeline_name: "payments",
      duration_secs: 300,
      ordinal: 1,
    }));

  test("records 30 s of the first host unless told otherwise", async () => {
    await golden("start_samply_profile-defaults", "start_samply_profile", { pipeline_name: "payments" });
    expect(feldera().requests.map(({ method, query }) => ({ method, query }))).toEqual([
      { method: "POST", query: { duration_secs: "30", ordinal: "0" } },
    ]);
  });
});
