import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodedHeapProfile } from "../analysis/pprof/folded.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { bytes, recording } from "../support/responses.ts";
import { replayAll } from "../support/worlds.ts";
import { openTables, violations } from "./support/accessible.ts";
import { cellsOf, found, lookedAt, painted, titleOf } from "./support/looks.ts";
import { PicturesServer, textOf } from "./support/pictures-server.ts";
import { Stage } from "./support/stage.ts";

const HEAP_PROFILE = "/v0/pipelines/payments/heap_profile";
const CPU_PROFILE = "/v0/pipelines/payments/samply_profile";
const MORE = ["--more-1", "--more-2", "--more-3"];
const LESS = ["--less-1", "--less-2", "--less-3"];

let stage: Stage;
let server: PicturesServer;
let feldera: LoopbackFeldera;

beforeAll(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
  const env = { FELDERA_HOST: feldera.url };
  [stage, server] = await Promise.all([Stage.open(), PicturesServer.start([], env)]);
});
afterAll(async () => {
  await Promise.all([stage.close(), server.close(), feldera.close()]);
});

async function call(name: string, args: Readonly<Record<string, unknown>> = {}) {
  const result = await server.call(name, { pipeline_name: "payments", ...args });
  const shown = await stage.hostOf(server);
  await shown.page.evaluate((told) => window.host.result(told), result);
  await shown.frame.waitForSelector("h1");
  return { ...shown, text: textOf(result) };
}

async function idOf(name: string): Promise<string> {
  const text = textOf(await server.call(name, { pipeline_name: "payments", limit: 1 }));
  return found(text, /profile_id ((?:heap|cpu)-[0-9a-f]{8})/)[0] ?? "";
}

describe.each([
  ["summarize_heap_profile", HEAP_PROFILE, "heap_profile_2", "opt_heap_profile_1"],
  ["summarize_samply_profile", CPU_PROFILE, "samply_get_running_1s", "opt_samply_get_2"],
] as const)("%s against an earlier profile", (name, path, before, after) => {
  test("has one colour for more and one for less", async () => {
    feldera.on("GET", path, recording(before));
    const baseline = await idOf(name);
    feldera.on("GET", path, recording(after));
    const shown = await call(name, { baseline });
    expect(await titleOf(shown)).toMatch(
      /^Below MergeWorkers::run: \S+ \S+ less (memory|CPU time) than before$/,
    );
    const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
    expect(sum(await painted(shown, MORE))).toBeGreaterThan(1000);
    expect(sum(await painted(shown, LESS))).toBeGreaterThan(100);
    await openTables(shown.frame);
    expect(await violations(shown.frame)).toEqual([]);
    await shown.page.close();
  });
});

test("A heap that has grown has grown by as much as the text tells, with the heap profiler's own memory", async () => {
  feldera.on("GET", HEAP_PROFILE, recording("heap_profile_1"));
  const baseline = await idOf("summarize_heap_profile");
  feldera.on("GET", HEAP_PROFILE, recording("heap_profile_2"));
  const shown = await call("summarize_heap_profile", { baseline });
  const [grown, profiler] = found(
    shown.text,
    /: \+(\d+) MiB of heap in use(?:.|\n)*own memory: .*\(\+([\d.]+) MiB\)/,
  );
  const sum = Math.round(Number(grown) + Number(profiler));
  expect(await shown.frame.locator(".source").innerText()).toContain(`(+${sum} MiB against before)`);
  expect(await titleOf(shown)).toMatch(/ more memory than before$/);
  await shown.page.close();
});

test("A frame that is zoomed into comes with those that were too narrow before", async () => {
  const leaves = Array.from({ length: 5000 }, (_, at) => ({
    stack: `main < wide < narrow < leaf${at}`,
    weight: 1024,
  }));
  const many = [...leaves, { stack: "main < other", weight: 100 * 2 ** 20 }];
  feldera.on("GET", HEAP_PROFILE, bytes(200, encodedHeapProfile(many)));
  const shown = await call("summarize_heap_profile");
  await shown.frame.locator("canvas").focus();
  for (const key of ["ArrowDown", "ArrowRight", "Enter"]) await shown.page.keyboard.press(key);
  expect(await lookedAt(shown)).toContain("wide");
  await expect.poll(() => shown.calls.length).toBe(2);
  expect(shown.calls[1]?.args.root).toHaveLength(2);
  await expect.poll(() => shown.frame.locator("nav.path").innerText()).toContain("main");
  await shown.frame.locator("nav.path").getByRole("button", { name: "All" }).click();
  await expect.poll(() => shown.calls.length).toBe(3);
  await shown.page.close();
});

test("get_time_series, looked at, has the course and the last figure of each series as the text has them", async () => {
  const shown = await call("get_time_series");
  const [memory, course] = found(
    shown.text,
    /^memory \(resident\) +(\S+ \S+) .*? (rising, \S+ \S+ \(.*?\))/m,
  );
  expect(await titleOf(shown)).toBe(`Memory: ${course}`);
  const [throughput] = found(shown.text, /^throughput +(\S+ records\/s)/m);
  const [storage] = found(shown.text, /^storage +(\S+ \S+)/m);
  expect(await shown.frame.locator(".chart-title").allInnerTexts()).toEqual([
    `Throughput (last ${throughput})`,
    `Memory (last ${memory}; memory limit 22.4 GiB, far above the chart)`,
    `Storage (last ${storage})`,
  ]);
  await shown.frame.getByRole("application").focus();
  await shown.page.keyboard.press("ArrowRight");
  expect(await lookedAt(shown)).toMatch(/ UTC: throughput \S+ records\/s, memory \S+ MiB, storage \S+ B/);
  await openTables(shown.frame);
  expect(await violations(shown.frame)).toEqual([]);
  await shown.page.close();
});

test("list_events, looked at, is titled by how the last run ended, and has its incident", async () => {
  const shown = await call("list_events", { pipeline_name: "runtime_panic" });
  expect(await titleOf(shown)).toMatch(/^failed after 15.1 s: RuntimeError.WorkerPanic, /);
  await openTables(shown.frame);
  const [time, change] = found(shown.text, /^(\d\d:\d\d:\d\d)\S+ +Stopping\S+ error +(ERROR SET, .*?) {2,}/m);
  expect(await cellsOf(shown, "ERROR SET")).toEqual([`2026-11-21 ${time}`, "incident", change]);
  expect(await cellsOf(shown, "Run 1")).toContain("run");
  expect(await violations(shown.frame)).toEqual([]);
  await shown.page.close();
});
