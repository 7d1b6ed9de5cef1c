import { describe, expect, test } from "vitest";
import { EventFacts, eventFacts } from "../../../src/analysis/events/event.ts";
import { PipelineEvent } from "../../../src/feldera/schemas/pipeline.ts";

import { recordedRows } from "../../support/rows.ts";

const [latest] = recordedRows("events_payments_all_2").map((row) => PipelineEvent.parse(row));
const [failed] = recordedRows("runtime_panic_events_all").map((row) => PipelineEvent.parse(row));

describe("the facts of an event", () => {
  test("are its axes and details", () => {
    if (latest === undefined) throw new Error("no events were recorded");
    const facts = eventFacts(latest, "all");
    expect(facts).toMatchObject({
      resources: "Provisioned",
      has_error: false,
      program: "Success",
      storage: "InUse",
      resources_details: { process: "has not exited", working_dir: "exists" },
      runtime_details: { connector_stats: { num_errors: 0 } },
      checkpoints: 0,
      whole: true,
    });
    expect(EventFacts.parse(facts)).toEqual(facts);
  });

  test("hold the error, unwrapped", () => {
    if (failed === undefined) throw new Error("no events were recorded");
    expect(eventFacts(failed, "all")).toMatchObject({
      has_error: true,
      failure: { cause: "'158 / 0' causes overflow for type INTEGER" },
    });
  });

  test("of an event by its status alone do not claim that it is whole", () => {
    const event = { event_id: "e", recorded_at: "2026-11-21T07:00:00Z", deployment_has_error: true };
    expect(eventFacts(event, "status")).toEqual({
      event_id: "e",
      recorded_at: "2026-11-21T07:00:00Z",
      has_error: true,
      whole: false,
    });
  });
});
