import { expect, test } from "vitest";
import { onlyInserts } from "../../../src/feldera/settings/framing.ts";

const of = (transport: string, format?: string, config?: object) =>
  onlyInserts({
    stream: "t",
    transport: { name: transport },
    ...(format && { format: { name: format, ...(config && { config }) } }),
  });

test("whether a connector can delete rows goes by its format, or by a source that has none", () => {
  expect(of("kafka_input", "json", { update_format: "raw" })).toBe(true);
  expect(of("kafka_input", "json")).toBe(false);
  expect(of("kafka_input", "json", { update_format: "debezium" })).toBe(false);
  expect(of("kafka_input", "avro")).toBe(true);
  expect(of("kafka_input", "avro", { update_format: "debezium" })).toBe(false);
  expect(of("file_input", "csv")).toBe(true);
  expect(of("datagen")).toBe(true);
  expect(of("delta_table_input")).toBe(false);
  expect(of("postgres_cdc_input")).toBe(false);
});
