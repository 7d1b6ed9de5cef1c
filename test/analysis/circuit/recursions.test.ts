import { expect, test } from "vitest";
import { evidenceOf } from "../../diagnosis/evidence.ts";

test("a recursive view counts what has come to it, and what it has made of that", () => {
  expect(evidenceOf("recursive").circuit_profile?.recursions).toEqual([
    { view: "reach", records_in: 4_885, records_out: 45_707 },
  ]);
});

test("a program without one has none", () => {
  expect(evidenceOf("healthy").circuit_profile?.recursions).toEqual([]);
});
