import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Timeline, timeline } from "../../../src/analysis/events/timeline.ts";
import { PipelineEvent } from "../../../src/feldera/schemas/pipeline.ts";

import { recordedRows } from "../../support/rows.ts";

const eventsOf = (name: string) => recordedRows(name).map((row) => PipelineEvent.parse(row));
const ALL = { only_changes: true, limit: 720 };

/** Events a second apart, given oldest first and returned as Feldera does; each is `resources/runtime`. */
function history(...states: string[]): PipelineEvent[] {
  return states
    .map((state, i) => {
      const [resources, runtime] = state.split("/");
      return {
        event_id: `event-${i}`,
        recorded_at: new Date(Date.UTC(2026, 10, 21, 7, 0, i)).toISOString(),
        deployment_resources_status: resources,
        deployment_runtime_status: runtime ?? null,
        deployment_has_error: false,
      };
    })
    .reverse();
}

const incidentsOf = (events: readonly PipelineEvent[]) =>
  timeline(events, ALL).entries.flatMap(({ event_id, incidents }) => incidents.map((one) => [event_id, one]));

describe("the timeline of recorded events", () => {
  test("of runtime_panic sets its error once, when the resources begin to stop", () => {
    const facts = timeline(eventsOf("runtime_panic_events_all"), ALL);
    expect(facts).toMatchObject({ events: 13, events_in_range: 13, incidents: 1 });
    const [error] = facts.entries.filter(({ incidents }) => incidents.length > 0);
    expect(error).toMatchObject({
      recorded_at: expect.stringMatching(/^2026-11-21T07:43:30\.83/),
      resources: "Stopping",
      has_error: true,
      incidents: ["error set"],
      changed: ["resources", "runtime", "runtime_desired", "has_error"],
    });
    expect(Timeline.parse(facts)).toEqual(facts);
  });

  test("keeps the order of events that were recorded at one moment", () => {
    const events = eventsOf("events_after_restart");
    const ids = timeline(events, { ...ALL, only_changes: false }).entries.map(({ event_id }) => event_id);
    expect(new Set(events.map(({ recorded_at }) => recorded_at)).size).toBeLessThan(events.length);
    expect(ids).toEqual(events.map(({ event_id }) => event_id));
  });

  test("a pause that someone asked for is no incident", () => {
    const { entries } = timeline(eventsOf("events_after_restart"), ALL);
    expect(
      entries.find(({ runtime, changed }) => runtime === "Paused" && changed.includes("runtime")),
    ).toMatchObject({
      runtime_desired: "Paused",
      incidents: [],
    });
  });
});

describe("a timeline", () => {
  test("folds events that repeat the state before them, under the id of the first", () => {
    const { entries } = timeline(history("Stopped", "Stopped", "Stopped", "Provisioning"), ALL);
    expect(entries).toEqual([
      {
        event_id: "event-3",
        recorded_at: "2026-11-21T07:00:03.000Z",
        events: 1,
        resources: "Provisioning",
        has_error: false,
        changed: ["resources"],
        incidents: [],
      },
      {
        event_id: "event-0",
        recorded_at: "2026-11-21T07:00:00.000Z",
        until: "2026-11-21T07:00:02.000Z",
        events: 3,
        resources: "Stopped",
        has_error: false,
        changed: [],
        incidents: [],
      },
    ]);
  });

  test("does not fold a state that comes back", () => {
    expect(timeline(history("Stopped", "Provisioning", "Stopped"), ALL).entries).toHaveLength(3);
  });

  test("marks an outage and the restart after it", () => {
    const events = history(
      "Provisioned/Initializing",
      "Provisioned/Running",
      "Provisioned/Unavailable",
      "Provisioned/Unavailable",
      "Provisioned/Initializing",
      "Provisioned/Running",
    );
    expect(incidentsOf(events)).toEqual([
      ["event-4", "restarted"],
      ["event-2", "unavailable"],
    ]);
  });

  test("marks a restart that no one saw as an outage", () => {
    expect(incidentsOf(history("Provisioned/Running", "Provisioned/Initializing"))).toEqual([
      ["event-1", "restarted"],
    ]);
  });

  test.each([
    ["a first start", ["Stopped", "Provisioning", "Provisioned/Initializing", "Provisioned/Running"]],
    ["a start from standby", ["Provisioned/Standby", "Provisioned/Initializing", "Provisioned/Running"]],
    ["an approval", ["Provisioned/AwaitingApproval", "Provisioned/Initializing"]],
    ["an outage that passes", ["Provisioned/Running", "Provisioned/Running"]],
    [
      "a stop and a start",
      ["Provisioned/Running", "Stopping", "Stopped", "Provisioning", "Provisioned/Initializing"],
    ],
  ])("takes %s for no incident", (_, states) => {
    expect(incidentsOf(history(...states))).toEqual([]);
  });

  test("marks an error and a failed compilation where they begin, the oldest event included", () => {
    const [second, first] = history("Stopped", "Stopped");
    const failed = { deployment_has_error: true, program_status: "SqlError" };
    const events = [
      { ...second, event_id: "b", recorded_at: "2026-11-21T07:00:01Z", ...failed },
      { ...first, event_id: "a", recorded_at: "2026-11-21T07:00:00Z", ...failed },
    ];
    expect(incidentsOf(events)).toEqual([
      ["a", "error set"],
      ["a", "compilation failed"],
    ]);
  });

  test("takes an event's error for set where the flag is missing", () => {
    const events = [
      {
        event_id: "a",
        recorded_at: "2026-11-21T07:00:00Z",
        deployment_error: { message: "m", error_code: "c" },
      },
    ];
    expect(timeline(events, ALL).entries).toMatchObject([{ has_error: true }]);
  });

  test("since a time holds the state that lasted into it", () => {
    const events = history("Stopped", "Stopped", "Provisioning", "Stopping");
    const sinceMs = Date.UTC(2026, 10, 21, 7, 0, 1);
    const facts = timeline(events, { ...ALL, sinceMs });
    expect(facts.entries.map(({ event_id }) => event_id)).toEqual(["event-3", "event-2", "event-0"]);
    expect(facts).toMatchObject({ events: 4, events_in_range: 3, entries_in_range: 3, incidents: 0 });
  });

  test("shows as many entries as asked, the newest, and counts them all", () => {
    const facts = timeline(history("Stopped", "Provisioning", "Stopping"), { ...ALL, limit: 2 });
    expect(facts.entries.map(({ event_id }) => event_id)).toEqual(["event-2", "event-1"]);
    expect(facts.entries_in_range).toBe(3);
  });

  test("of nothing is empty", () => {
    expect(timeline([], ALL)).toEqual({
      entries: [],
      events: 0,
      events_in_range: 0,
      entries_in_range: 0,
      incidents: 0,
    });
  });

  test("accounts for every event, and no entry repeats the state of the one before", () => {
    const states = fc.array(fc.constantFrom("Stopped", "Provisioned/Running", "Provisioned/Unavailable"), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(states, (all) => {
        const { entries } = timeline(history(...all), ALL);
        expect(entries.reduce((sum, { events }) => sum + events, 0)).toBe(all.length);
        const shown = entries.map(({ resources, runtime }) => `${resources}/${runtime}`);
        expect(shown.some((state, i) => state === shown[i + 1])).toBe(false);
      }),
    );
  });
});
