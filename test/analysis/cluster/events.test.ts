import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClusterTimeline, clusterTimeline } from "../../../src/analysis/cluster/events.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 7, minute)).toISOString();

function event(
  minute: number,
  runner_status: string,
  all_healthy: boolean | null = runner_status === "Healthy",
) {
  return {
    id: String(minute),
    recorded_at: at(minute),
    all_healthy,
    api_status: "Healthy",
    compiler_status: "Healthy",
    runner_status,
  };
}

describe("the cluster's events", () => {
  test("that say the same are one spell, newest first", () => {
    const timeline = clusterTimeline([
      event(30, "Healthy"),
      event(20, "Unhealthy"),
      event(10, "Healthy"),
      event(0, "Healthy"),
    ]);
    expect(timeline).toMatchObject({ events: 4, unhealthy: 1, oldest: at(0), gaps: [] });
    expect(timeline.spells.map(({ from, to, events, changed }) => ({ from, to, events, changed }))).toEqual([
      { from: at(30), to: at(30), events: 1, changed: ["runner"] },
      { from: at(20), to: at(20), events: 1, changed: ["runner"] },
      { from: at(0), to: at(10), events: 2, changed: [] },
    ]);
  });

  test("leave gaps where one was due", () => {
    expect(clusterTimeline([event(100, "Healthy"), event(11, "Healthy"), event(0, "Healthy")]).gaps).toEqual([
      { from: at(11), to: at(100), ms: 89 * 60_000 },
    ]);
  });

  test("are healthy only where every service is, if Feldera does not say", () => {
    expect(clusterTimeline([event(0, "Healthy", null)]).unhealthy).toBe(0);
    expect(clusterTimeline([event(0, "InitialUnhealthy", null)]).unhealthy).toBe(1);
    expect(clusterTimeline([{ id: "1", recorded_at: at(0) }]).unhealthy).toBe(1);
  });

  test("of none are no timeline", () => {
    expect(clusterTimeline([])).toEqual({ spells: [], events: 0, unhealthy: 0, gaps: [] });
  });

  test("are all counted in the spells", () => {
    const statuses = fc.array(fc.constantFrom("Healthy", "Unhealthy", "InitialUnhealthy"), { maxLength: 30 });
    fc.assert(
      fc.property(statuses, (all) => {
        const timeline = ClusterTimeline.parse(
          clusterTimeline(all.map((status, i) => event(100 - i, status))),
        );
        expect(timeline.spells.reduce((sum, { events }) => sum + events, 0)).toBe(all.length);
        for (const [i, { runner }] of timeline.spells.entries()) {
          expect(runner).not.toBe(timeline.spells[i + 1]?.runner);
        }
      }),
    );
  });
});
