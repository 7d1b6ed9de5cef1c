import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { structuredContent } from "../../src/mcp/structured/content.ts";
import { outputSchema, Told } from "../../src/mcp/structured/shape.ts";
import { estimateTokens } from "../../src/text/page/tokens.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { linkedClient } from "../support/linked-client.ts";
import { startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { replayWorld } from "../support/replay-world.ts";
import { askAll, callsIn, lab } from "../trust/corpus/lab.ts";

const { live, offline } = lab();
const NOTHING = { said: [], next: [] };
const AMPLE = { maxTokens: 10_000, stringChars: 2000 };

describe("what clients are told of the facts", () => {
  test.each(TOOLS)("$name lists the shape of an object, without tuples", ({ facts }) => {
    const schema = outputSchema(facts);
    expect(schema.type).toBe("object");
    // The SDK's first client refuses what the second one's server sends of these.
    expect(JSON.stringify(schema)).not.toContain("prefixItems");
  });

  test.each(TOOLS)("no fact of $name has the name of what stands beside the facts", ({ facts }) => {
    const names = Object.keys(facts.shape);
    expect(names.filter((name) => Object.hasOwn(Told.shape, name))).toEqual([]);
  });
});

test.each([
  ["injection", "live"],
  ["slow_sink", "live"],
  ["secrets", "offline"],
] as const)(
  "every answer in the world %s, %s, is what its schema says",
  async (world, how) => {
    const registry = how === "live" ? live(world) : offline(world);
    const schemas = new Map(registry.list().map(({ name, outputSchema: schema }) => [name, schema]));
    const answers = await askAll(registry, callsIn(world));
    const ajv = new AjvJsonSchemaValidator();
    const wrong = answers.flatMap(({ call: [tool], answer: { isError, structured } }) => {
      if (isError) return structured === undefined ? [] : [`${tool} fails, with facts`];
      const { valid, errorMessage } = ajv.getValidator(schemas.get(tool) ?? {})(structured);
      return valid ? [] : [`${tool}: ${errorMessage}`];
    });
    expect(wrong).toEqual([]);
    expect(answers.filter(({ answer }) => answer.structured).length).toBeGreaterThan(10);
  },
  60_000,
);

test("the SDK's client accepts them, and a script finds a figure without reading the text", async () => {
  const feldera = await startLoopbackFeldera();
  const pipeline_name = replayWorld(feldera, "slow_sink");
  const client = await linkedClient({ source: { url: feldera.url }, structured: true });
  await client.listTools();
  const { structuredContent: content } = await client.callTool({
    name: "get_stats",
    arguments: { pipeline_name, window_secs: 0 },
  });
  const { connectors, said } = z
    .object({
      said: z.array(z.string()),
      connectors: z.array(z.looseObject({ name: z.string(), troubles: z.array(z.string()) })),
    })
    .parse(content);
  const full = connectors.filter(({ troubles }) => troubles.includes("at its limit"));
  expect(full.map(({ name }) => name)).toEqual(["price_feed.partner_feed"]);
  expect(said.join("\n")).toContain("output/slow-sink");
  await feldera.close();
});

test("without the flag nothing of it is there", async () => {
  const feldera = await startLoopbackFeldera();
  replayWorld(feldera, "healthy");
  const client = await linkedClient({ source: { url: feldera.url } });
  const { tools } = await client.listTools();
  expect(tools.filter((tool) => tool.outputSchema !== undefined)).toEqual([]);
  expect(await client.callTool({ name: "list_pipelines", arguments: {} })).not.toHaveProperty(
    "structuredContent",
  );
  await feldera.close();
});

describe("within the budget", () => {
  const rows = Array.from({ length: 5000 }, (_, i) => ({ name: `pipeline_${i}`, errors: [i, i + 1] }));

  test("lists are cut, and what they lost is counted", () => {
    const content = structuredContent({ rows, few: [1, 2] }, NOTHING, { ...AMPLE, maxTokens: 2000 });
    expect(estimateTokens(JSON.stringify(content))).toBeLessThanOrEqual(2000);
    const shown = z.object({ rows: z.array(z.unknown()) }).parse(content).rows.length;
    expect(shown).toBeGreaterThan(20);
    expect(content).toMatchObject({
      rows: rows.slice(0, shown),
      few: [1, 2],
      left_out: [{ path: "rows", shown, of: 5000 }],
    });
  });

  test("rather all of a list than all of what each has", () => {
    const nested = [1, 2, 3, 4].map((id) => ({ id, signs: rows.slice(0, 50) }));
    const content = structuredContent({ nested }, NOTHING, { ...AMPLE, maxTokens: 1000 });
    expect(content).toMatchObject({ nested: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }] });
    expect(content.left_out).toContainEqual(expect.objectContaining({ path: "nested[].signs", of: 200 }));
  });

  test("facts that fit are whole", () => {
    const content = structuredContent({ rows: rows.slice(0, 3) }, NOTHING, AMPLE);
    expect(content).toMatchObject({ rows: rows.slice(0, 3) });
    expect(content).not.toHaveProperty("left_out");
  });

  test("long strings say how much of them is missing", () => {
    const { code } = structuredContent({ code: "x".repeat(5000) }, NOTHING, AMPLE);
    expect(code).toMatch(/^x{2000}… \[3000 more characters\]$/);
  });

  test("sentences take a third of it at most", () => {
    const said = rows.map(({ name }) => `${name} is well.`);
    const content = structuredContent({ rows }, { said, next: [] }, { ...AMPLE, maxTokens: 2000 });
    const shown = z.object({ said: z.array(z.string()) }).parse(content).said.length;
    expect(estimateTokens(JSON.stringify(content))).toBeLessThanOrEqual(2000);
    expect(content.left_out).toContainEqual({ path: "said", shown, of: 5000 });
    expect(content).toMatchObject({ said: said.slice(0, shown) });
  });

  test("what has no lists to cut is refused", () => {
    const facts = Object.fromEntries(rows.map(({ name }) => [name, 1]));
    expect(() => structuredContent(facts, NOTHING, { ...AMPLE, maxTokens: 200 })).toThrow(/max_tokens 200/);
  });

  test("a fraction has six digits", () => {
    const content = structuredContent({ share: 0.123456789, bytes: 18126032.5731 }, NOTHING, AMPLE);
    expect(content).toMatchObject({ share: 0.123457, bytes: 18126033 });
  });

  test("an integer that no double holds keeps its digits", () => {
    const content = structuredContent({ seq: 2n ** 60n, few: 7n }, NOTHING, AMPLE);
    expect(content).toMatchObject({ seq: "1152921504606846976", few: 7 });
  });
});
