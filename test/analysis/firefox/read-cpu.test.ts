import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { CpuReading, readCpu } from "../../../src/analysis/firefox/read-cpu.ts";
import { nameId } from "../../../src/analysis/names/name-id.ts";
import type { CpuOptions } from "../../../src/analysis/profiles/cpu-options.ts";
import { LIMITS, readOther, readRecording } from "./recorded.ts";
import { evaluation, profileJson, type ThreadSpec } from "./synthetic.ts";

const THREADS: readonly ThreadSpec[] = [
  {
    name: "dbsp-worker-0",
    samples: [
      { timeMs: 0, stack: ["run", "join", "hash"], cpu: 700 },
      { timeMs: 5, stack: ["run", "join"], cpu: 200 },
      { timeMs: 20, stack: ["run", "map", "hash"], cpu: 100 },
    ],
    markers: [evaluation("Join n1", [0, 10]), evaluation("Map n2", [15, 20])],
  },
];

function read(options: Partial<CpuOptions>, baseline = false) {
  const profile = Buffer.from(JSON.stringify(profileJson({ threads: THREADS })));
  const bytes = { profile, ...(baseline && { baseline: profile }), ...LIMITS };
  return readCpu(bytes, { view: "functions", limit: 10, ...options });
}

async function tree(options: Partial<CpuOptions>) {
  const { answer } = await read(options);
  if (answer.answer !== "call tree") throw new Error(answer.answer);
  return {
    ...answer.facts,
    told: answer.facts.rows.map(({ name, depth, selfCpuMicros, totalCpuMicros }) => [
      name,
      depth,
      selfCpuMicros,
      totalCpuMicros,
    ]),
  };
}

test.each<[Partial<CpuOptions>, string]>([
  [{ view: "functions" }, "functions"],
  [{ view: "operators" }, "operators"],
  [{ view: "functions", operator: "n1" }, "operators"],
  [{ view: "callees" }, "call tree"],
  [{ view: "callers", operator: "n1" }, "call tree"],
  [{ thread: "nobody" }, "no such thread"],
  [{ view: "operators", operator: "n9" }, "no such operator"],
  [{ view: "callees", operator: "n9" }, "no such operator"],
  [{ name: "f0000000" }, "names"],
])("%o is answered by %s", async (options, answer) => {
  const reading = await read(options);
  expect(CpuReading.parse(reading)).toEqual(reading);
  expect(reading.answer.answer).toBe(answer);
});

test.each<[Partial<CpuOptions>, string]>([
  [{ view: "functions" }, "function changes"],
  [{ view: "callers" }, "function changes"],
  [{ view: "operators" }, "operator changes"],
])("%o with a baseline is answered by %s", async (options, answer) => {
  expect((await read(options, true)).answer.answer).toBe(answer);
});

describe("a call tree", () => {
  test("from the roots has self and total of each path", async () => {
    const { told } = await tree({ view: "callees" });
    expect(told).toEqual([
      ["run", 0, 0, 1000],
      ["join", 1, 200, 900],
      ["hash", 2, 700, 700],
      ["map", 1, 0, 100],
      ["hash", 2, 100, 100],
    ]);
  });

  test("from the hot functions has their callers", async () => {
    const { told } = await tree({ view: "callers" });
    expect(told).toEqual([
      ["hash", 0, 800, 800],
      ["join", 1, 0, 700],
      ["run", 2, 0, 700],
      ["map", 1, 0, 100],
      ["run", 2, 0, 100],
      ["join", 0, 200, 200],
      ["run", 1, 0, 200],
    ]);
  });

  test("within an operator is of its samples alone", async () => {
    const { told, operator, all } = await tree({ view: "callers", operator: "n1" });
    expect(operator).toEqual({ nodeId: "n1", kind: "Join" });
    expect(all.cpuMicros).toBe(900);
    expect(told[0]).toEqual(["hash", 0, 700, 700]);
  });
});

test("a name's id gives the whole name", async () => {
  const { answer } = await read({ name: nameId("join") });
  expect(answer).toEqual({ answer: "names", names: ["join"] });
});

describe("places of the program", () => {
  const hash = "0123456789abcdef";
  const PAYMENTS = "01a1fd0d-9b0e-7043-a1e3-802232ff3380";
  const readRunning = (program: { pipeline_id?: string; version?: string }, name = "samply_get_running_1s") =>
    readCpu(
      { profile: readRecording(name), ...LIMITS },
      { view: "functions", limit: 1 },
      {
        ofCrates: {
          [hash]: {
            handle: "s1.map",
            rule: "exact" as const,
            operator: "s1",
            operation: "map",
            positions: [],
            distance: 0,
          },
        },
        ofNodes: {},
        program,
      },
    );
  const placed = ({ answer }: Awaited<ReturnType<typeof readRunning>>) =>
    answer.answer === "functions" ? answer.facts.placed : undefined;

  test.each([{ pipeline_id: PAYMENTS, version: "3" }, { pipeline_id: PAYMENTS }, { version: "3" }, {}])(
    "are taken for a profile of that program, which its file is named by: %j",
    async (program) => {
      const read = await readRunning(program);
      expect(read.program).toEqual({ pipeline_id: PAYMENTS, version: "3" });
      expect(placed(read)).toMatchObject({ share: 0 });
    },
  );

  test.each([
    { pipeline_id: PAYMENTS, version: "4" },
    { pipeline_id: "01a1fd0d-9b0e-7043-a1e3-802232ff3381", version: "3" },
    { pipeline_id: "01a1fd0d-9b0e-7043-a1e3-802232ff3381" },
  ])("are not taken for a profile of another: %j", async (program) => {
    expect(placed(await readRunning(program))).toBeUndefined();
  });

  test("are not taken for a profile of no program", async () => {
    const read = await readCpu(
      { profile: readOther("samply-0.13.1-v49.json.gz"), ...LIMITS },
      { view: "functions", limit: 1 },
      { ofCrates: {}, ofNodes: {}, program: { version: "3" } },
    );
    expect(read.program).toBeUndefined();
    expect(placed(read)).toBeUndefined();
    expect(read.begunMs).toBe(1795853891318.6284);
  });
});
