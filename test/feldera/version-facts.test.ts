import { describe, expect, test } from "vitest";
import * as z from "zod";
import * as checkpoints from "../../src/feldera/schemas/checkpoints.ts";
import * as cluster from "../../src/feldera/schemas/cluster.ts";
import { ProgramError } from "../../src/feldera/schemas/program.ts";
import { Stats } from "../../src/feldera/schemas/stats.ts";
import { VERSION_FACTS } from "../../src/feldera/version-facts.ts";

const SHAPES = {
  Stats,
  ProgramError,
  CheckpointSyncStatus: checkpoints.CheckpointSyncStatus,
  ClusterHealth: cluster.ClusterHealth,
  ClusterEvent: cluster.ClusterEvent,
  PlatformConfig: cluster.PlatformConfig,
} as const;

/** Whether a JSON schema has a member at a path such as `inputs[].health`. */
function hasMember(schema: unknown, path: readonly string[]): boolean {
  const [member, ...rest] = path;
  if (member === undefined) return schema !== undefined;
  const Part = z.looseObject({
    anyOf: z.array(z.unknown()).optional(),
    items: z.unknown().optional(),
    properties: z.record(z.string(), z.unknown()).optional(),
  });
  const { anyOf, items, properties } = Part.parse(schema);
  if (anyOf !== undefined) return anyOf.some((one) => hasMember(one, path));
  if (items !== undefined) return hasMember(items, path);
  const found = properties?.[member.replace("[]", "")];
  return found !== undefined && hasMember(found, rest);
}

describe("what is read from a version on", () => {
  const ofShapes = VERSION_FACTS.filter(({ reads }) => !reads.includes(" "));

  test.each(ofShapes)("$reads stands in the shapes of Feldera's answers", ({ reads }) => {
    const [name = "", ...path] = reads.split(".");
    const [, schema] = Object.entries(SHAPES).find(([one]) => one === name) ?? [];
    expect(schema, name).toBeDefined();
    if (schema === undefined) return;
    const document = z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" });
    expect(hasMember(document, path)).toBe(true);
    expect(hasMember(document, [...path.slice(0, -1), "no_such_member"])).toBe(false);
  });

  test("is listed in the order of versions", () => {
    const minors = VERSION_FACTS.map(({ since }) => Number(since.split(".")[1]));
    expect(ofShapes.length).toBeGreaterThan(5);
    expect(minors).toEqual(minors.toSorted((one, other) => one - other));
  });
});
