import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Registry } from "../../src/mcp/registry.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { type Answer, type Response, resetWithinBody } from "../support/responses.ts";
import { CALLS, type ToolCall, wholeWorld } from "./calls.ts";
import { FAULTS, type Fault, MOVED } from "./fault-table.ts";
import { AGAIN, LONG, report } from "./report.ts";

/** For faults that wait. */
const HASTY = {
  callMs: 2000,
  bundleCallMs: 500,
  headersMs: 200,
  bodyIdleMs: 200,
  explainMs: 200,
  logFirstByteMs: 200,
  logIdleMs: 100,
  logReadMs: 500,
};
/** For all other faults, so that a busy machine breaks no limit. */
const PATIENT = {
  callMs: 60_000,
  diagnosePartMs: 50_000,
  diagnoseDeepPartMs: 50_000,
  retries: 1,
  retryDelayMs: 1,
  retryAfterMs: 100,
};
/** Worlds that are asked at the same time. */
const WORLDS = 4;

/** In the short form one combination of so many is tried: every fault with some endpoint, every endpoint with some fault; of those a third once more. */
const SHORT_FORM_TAKES_ONE_IN = AGAIN ? 183 : 61;

interface Registries {
  readonly hasty: Registry;
  readonly patient: Registry;
}

interface World extends Registries {
  readonly feldera: LoopbackFeldera;
  /** Of a tool that tells what is in the profiles that were fetched before: where none was, it always says the same. */
  readonly withoutProfiles: Registries;
}

function registriesFor(world: World, { tool }: ToolCall): Registries {
  return tool === "summarize_operators" ? world.withoutProfiles : world;
}

interface Combination {
  readonly call: ToolCall;
  readonly method: string;
  readonly path: string;
  readonly fault: Fault;
}

let outputDirs: string;

beforeAll(() => {
  outputDirs = mkdtempSync(join(tmpdir(), "feldera-mcp-faults-"));
  // Answers tell ages: the clock stands still, so that equal answers are equal. Timers run on.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-21T09:30:00Z") });
});

afterAll(() => {
  vi.useRealTimers();
  rmSync(outputDirs, { recursive: true });
});

async function startWorld(): Promise<World> {
  const feldera = await startLoopbackFeldera();
  wholeWorld(feldera);
  const outputDir = mkdtempSync(join(outputDirs, "world-"));
  const over = (limits: typeof HASTY | typeof PATIENT) =>
    registryOver({ source: { url: feldera.url }, limits, outputDir });
  const both = () => ({ hasty: over(HASTY), patient: over(PATIENT) });
  return { feldera, ...both(), withoutProfiles: both() };
}

interface Said {
  readonly text: string;
  readonly isError: boolean;
}

/** What a call says, without the names that differ from call to call. */
async function said(registry: Registry, { tool, args }: ToolCall): Promise<Said> {
  const { text, isError } = await registry.call(tool, args);
  return {
    isError,
    text: text.replace(/profile_id \S+/g, "profile_id").replace(/\S*-support-bundle\S*/g, "FILE"),
  };
}

/** The endpoints that a call asks, as it asks them when all is well. */
async function endpointsOf(world: World, call: ToolCall): Promise<{ method: string; path: string }[]> {
  const before = world.feldera.requests.length;
  await registriesFor(world, call).patient.call(call.tool, call.args);
  const asked = world.feldera.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
  return [...new Set(asked)].map((request) => {
    const [method = "", path = ""] = request.split(" ");
    return { method, path };
  });
}

async function allCombinations(world: World): Promise<Combination[]> {
  const combinations: Combination[] = [];
  for (const call of CALLS) {
    for (const { method, path } of await endpointsOf(world, call)) {
      for (const fault of FAULTS) {
        if (fault.method === undefined || fault.method === method)
          combinations.push({ call, method, path, fault });
      }
    }
  }
  return combinations;
}

function isAnswer(response: Response): response is Answer {
  return response.kind === "answer";
}

/** Injects the fault, asks, mends, and asks again. Returns what is wrong with the outcome, if anything. */
async function tried(world: World, combination: Combination, usual: Said) {
  const { call, method, path, fault } = combination;
  const { feldera } = world;
  feldera.tamper(method, path, (response) => {
    if (!isAnswer(response)) throw new Error(`${path} is not answered whole`);
    if (fault.name.includes("within the origin")) feldera.on("GET", MOVED, response);
    return fault.of(response);
  });
  const startedMs = performance.now();
  const { hasty, patient } = registriesFor(world, call);
  const faulty = await said(fault.waits ? hasty : patient, call).catch(defect);
  const tookMs = performance.now() - startedMs;
  feldera.mend();
  const next = await said(patient, call).catch(defect);
  return { tookMs, problems: problemsOf() };

  function* complaints(): Generator<string> {
    if ("defect" in faulty) yield `a defect: ${faulty.defect}`;
    else {
      const isSame = faulty.text === usual.text && faulty.isError === usual.isError;
      if (fault.outcome === "same" && !isSame) yield `not the usual answer: ${faulty.text.slice(0, 300)}`;
      if (fault.outcome === "told" && isSame) yield "the answer does not tell";
      if (faulty.isError && !/^.+\n/.test(faulty.text)) yield `an error without a reason: ${faulty.text}`;
    }
    if ("defect" in next) yield `a defect in the next call: ${next.defect}`;
    else if (next.text !== usual.text) yield `the next call did not work: ${next.text.slice(0, 300)}`;
  }

  function problemsOf(): string[] {
    return [...complaints()].map((problem) =>
      `${fault.name}: ${call.tool} ${JSON.stringify(call.args)}, ${method} ${path}: ${problem}`.replaceAll(
        "\n",
        " | ",
      ),
    );
  }
}

function defect(error: unknown): { defect: string } {
  return { defect: String(error) };
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === "TCPSocketWrap").length;
}

test("the calls take in every tool", () => {
  expect([...new Set(CALLS.map(({ tool }) => tool))].sort()).toEqual(TOOLS.map(({ name }) => name).sort());
});

test("every call to a Feldera that refuses connections is a typed error", async () => {
  const gone = await startLoopbackFeldera();
  await gone.close();
  const outputDir = mkdtempSync(join(outputDirs, "refused-"));
  const registry = registryOver({ source: { url: gone.url }, limits: PATIENT, outputDir });
  const said = await Promise.all(CALLS.map(({ tool, args }) => registry.call(tool, args)));
  const wrong = said.filter(({ isError, text }) => !isError || !/ECONNREFUSED/.test(text));
  report({ what: "every call refused a connection", cases: CALLS.length, failed: wrong.length });
  expect(wrong).toEqual([]);
});

test("a diagnosis of a log that was cut says so", async () => {
  const world = await startWorld();
  world.feldera.tamper("GET", "/v0/pipelines/payments/logs", (usual) => {
    if (!isAnswer(usual)) throw new Error("the log is not answered whole");
    return resetWithinBody(usual, usual.body.length - 10);
  });
  const { text } = await world.patient.call("diagnose_pipeline", { pipeline_name: "payments" });
  expect(text).toMatch(/\d+ of \d+ causes of trouble looked for/);
  expect(text).toMatch(/^Not checked: log \(truncated: "?cut short by a cut connection/m);
  await world.feldera.close();
});

test("every endpoint and every fault gives a right answer or a typed error, and the next call works", async () => {
  const socketsBefore = openSockets();
  const worlds = await Promise.all(Array.from({ length: WORLDS }, startWorld));
  const [first] = worlds;
  if (first === undefined) throw new Error("there is a world");
  const usual = new Map<ToolCall, Said>();
  for (const call of CALLS) usual.set(call, await said(registriesFor(first, call).patient, call));
  expect([...usual].filter(([, { isError }]) => isError)).toEqual([]);

  const all = await allCombinations(first);
  const chosen = LONG ? all : all.filter((_, index) => index % SHORT_FORM_TAKES_ONE_IN === 0);
  const queue = chosen.values();
  const problems: string[] = [];
  let longestMs = 0;
  let failed = 0;
  await Promise.all(
    worlds.map(async (world) => {
      for (const combination of queue) {
        const outcome = await tried(
          world,
          combination,
          usual.get(combination.call) ?? { text: "", isError: true },
        );
        longestMs = Math.max(longestMs, outcome.tookMs);
        problems.push(...outcome.problems);
        if (outcome.problems.length > 0) failed += 1;
      }
    }),
  );
  const registries = worlds.flatMap((world) => [world, world.withoutProfiles]);
  await Promise.all(registries.flatMap(({ hasty, patient }) => [hasty.close(), patient.close()]));
  for (let waited = 0; openSockets() > socketsBefore && waited < 5000; waited += 50) await delay(50);
  const leaked = openSockets() - socketsBefore;
  await Promise.all(worlds.map(({ feldera }) => feldera.close()));

  const endpoints = new Set(all.map(({ path, method }) => `${method} ${path}`)).size;
  const what = `${endpoints} endpoints × ${FAULTS.length} faults, as the tools ask (of ${all.length})`;
  report({ what, cases: chosen.length, failed, longestMs });
  expect(problems.slice(0, 20)).toEqual([]);
  expect(leaked, "sockets left open").toBeLessThanOrEqual(0);
}, 3_600_000);
