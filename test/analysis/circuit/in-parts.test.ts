import { describe, expect, test } from "vitest";
import {
  type CircuitProfile,
  readCircuitProfile,
  readCircuitProfileInParts,
} from "../../../src/analysis/circuit/profile.ts";
import { MalformedInput } from "../../../src/analysis/malformed.ts";

const OPTIONS = { maxDepth: 20, metrics: new Set(["runtime_seconds", "time"]) };

const metric = (metric_id: string, value: unknown) => ({ metric_id, value, labels: [["slot", "0"]] });
const worker = (seconds: number) => ({
  name: [[{ of: "\u00e9]" }]],
  metadata: {
    n0: [metric("runtime_seconds", seconds), metric("persistent_id", "an id \u20ac")],
    'n"1': [metric("runtime_seconds", seconds * 2), metric("unknown", [1, [2]])],
  },
});

const PROFILES = {
  new: {
    metrics: [{ name: "runtime_seconds", category: "time" }],
    worker_profiles: [worker(1), worker(2.5)],
    graph: {
      nodes: {
        id: "n",
        label: "root",
        nodes: [{ Simple: { id: "n0", label: "Map \u20ac" } }, { Simple: { id: 'n"1', label: "Join" } }],
      },
      edges: [{ from_node: "n0", to_node: 'n"1' }],
    },
  },
  old: { worker_profiles: [{ metadata: { n0: { entries: [["time", { Duration: [1, 500] }]] } } }] },
  "without workers": { graph: null, metrics: 1 },
};

function told({ byWorker, operators, metrics, described, ...profile }: CircuitProfile): unknown {
  const numbers = operators.list.map((operator) => [operator, byWorker(operator, "runtime_seconds")]);
  return {
    ...profile,
    ofCircuit: undefined,
    textsOf: undefined,
    metrics,
    described,
    numbers,
    list: operators.list,
  };
}

async function orProblem(read: () => CircuitProfile | Promise<CircuitProfile>): Promise<unknown> {
  try {
    return told(await read());
  } catch (error) {
    if (error instanceof MalformedInput) return `${error.where}: ${error.problem}`;
    throw error;
  }
}

async function* parts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/** The text, and others in which something is wrong. */
function variants(text: string): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const places = Array.from({ length: 12 }, (_, i) => Math.floor(((i + 0.5) * bytes.length) / 12));
  return [
    bytes,
    ...places.map((at) => bytes.slice(0, at)),
    ...places.flatMap((at) => [...'}]",\xff'].map((byte) => bytes.with(at, byte.charCodeAt(0)))),
  ];
}

describe("a circuit profile that comes in parts", () => {
  test.each(Object.entries(PROFILES))(
    "is read as in the whole, or refused for the same: %s",
    async (_, profile) => {
      for (const bytes of variants(JSON.stringify(profile, undefined, 1))) {
        const whole = await orProblem(() => readCircuitProfile(bytes, OPTIONS));
        for (const size of [1, 7, 64]) {
          const inParts = await orProblem(() => readCircuitProfileInParts(parts(bytes, size), OPTIONS));
          expect(inParts).toEqual(whole);
        }
      }
    },
  );

  test("is read at all", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(PROFILES.new));
    expect(await orProblem(() => readCircuitProfileInParts(parts(bytes, 5), OPTIONS))).toMatchObject({
      workers: 2,
      numbers: [
        [{ id: "n0", label: "Map \u20ac", persistentId: "an id \u20ac" }, [1, 2.5]],
        [{ id: 'n"1' }, [2, 5]],
      ],
    });
  });
});
