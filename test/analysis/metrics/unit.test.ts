import { expect, test } from "vitest";
import { unitOf } from "../../../src/analysis/metrics/unit.ts";

test.each([
  ["process_resident_memory_bytes", "bytes"],
  ["records_input_bytes_total", "bytes"],
  ["input_connector_buffered_records_bytes", "bytes"],
  ["checkpoint_sync_push_transfer_speed_bytes_per_second", "bytes per second"],
  ["storage_byte_seconds_total", "byte seconds"],
  ["process_cpu_seconds_total", "seconds"],
  ["process_start_time_seconds", "unix time"],
  ["storage_fbuf_slab_alloc_served_by_slab_percent", "percent"],
  ["records_input_total", "records"],
  ["output_connector_queued_records", "records"],
  ["dbsp_steps_total", undefined],
  ["memory_pressure", undefined],
])("the name %s tells the unit %s", (name, unit) => {
  expect(unitOf(name)).toBe(unit);
});
