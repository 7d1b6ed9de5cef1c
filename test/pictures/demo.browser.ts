import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { PICTURED } from "../../src/mcp/apps/names.ts";
import { notReachedByKeys, openTables, overflow, violations } from "./support/accessible.ts";
import { cellsOf, found, lookedAt, pointBesideMiddle, titleOf } from "./support/looks.ts";
import { PicturesServer, textOf } from "./support/pictures-server.ts";
import { Stage } from "./support/stage.ts";

const pipeline_name = "order_enrich2";
const DEMO = fileURLToPath(new URL("../../demo/order_enrich2-support-bundle.zip", import.meta.url));
/** The demo is a support bundle: the tool has nothing to tell, though its picture has the series that lie beside. */
const WITHOUT_SERIES = "get_time_series";
const SHOWN = PICTURED.filter((name) => name !== WITHOUT_SERIES);

let stage: Stage;
let server: PicturesServer;

beforeAll(async () => {
  [stage, server] = await Promise.all([Stage.open(), PicturesServer.start(["--demo"])]);
});
afterAll(async () => {
  await Promise.all([stage.close(), server.close()]);
});

/** Calls a tool as an assistant does, and has a host show what it answers. */
async function call(name: string, args: Readonly<Record<string, unknown>> = {}, look = {}, asked = server) {
  const result = await asked.call(name, { pipeline_name, ...args });
  const shown = await stage.hostOf(asked, look);
  await shown.page.evaluate((told) => window.host.result(told), result);
  if (result.isError !== true) await shown.frame.waitForSelector("h1");
  return { ...shown, text: textOf(result) };
}

test("The listing says which tools can be looked at", async () => {
  expect((await server.pictured()).sort()).toEqual([...SHOWN].sort());
});

test("Figures over time are refused of a support bundle, and the page says that its answer tells why", async () => {
  const { frame, page, text } = await call(WITHOUT_SERIES);
  expect(text).toContain("holds no time series");
  await frame.getByText("The call failed; its answer says why.").waitFor();
  await page.close();
});

describe.each(SHOWN)("%s, looked at", (name) => {
  test("is accessible, has its table, is reached by keys and asks nothing of a network", async () => {
    const { page, frame, troubles, requests, calls } = await call(name);
    expect(calls.map((made) => made.name)).toEqual(["read_picture"]);
    expect(await notReachedByKeys(page, frame)).toEqual([]);
    await openTables(frame);
    expect(await violations(frame)).toEqual([]);
    expect([troubles, requests]).toEqual([[], []]);
    await page.close();
  });

  test("is not cut in a narrow window, in the dark", async () => {
    const { page, frame } = await call(name, {}, { theme: "dark", width: 360 });
    expect(await overflow(frame)).toBe(0);
    await openTables(frame);
    expect(await violations(frame)).toEqual([]);
    await page.close();
  });
});

test("get_stats shows how the pipeline got where the text has it, from its start on", async () => {
  const shown = await call("get_stats");
  const [memory = "", storage = ""] = found(shown.text, /^Memory: RSS (\S+ \S+), .*Storage: (\S+ \S+),/m);
  expect(await titleOf(shown)).toMatch(new RegExp(`^Memory: from 197 MiB to ${memory} \\(`));
  expect(await shown.frame.locator(".chart-title").allInnerTexts()).toEqual([
    "Throughput (last 4,760 records/s)",
    expect.stringContaining(`Memory (last ${memory}; memory limit 22.4 GiB, far above the chart)`),
    `Storage (last ${storage})`,
  ]);
  expect(await shown.frame.locator(".happened li").allInnerTexts()).toContainEqual(
    expect.stringMatching(/^09:16:21\s*runtime Running$/),
  );
  await shown.page.close();
});

test("get_stats shows the figures of one moment, as the text has them, and why there is no course", async () => {
  const folder = mkdtempSync(join(tmpdir(), "feldera-moment-"));
  cpSync(DEMO, join(folder, "bundle.zip"));
  const alone = await PicturesServer.start(["--bundle", join(folder, "bundle.zip")]);
  onTestFinished(async () => {
    await alone.close();
    rmSync(folder, { recursive: true });
  });
  const shown = await call("get_stats", {}, {}, alone);
  const [received = "", processed = ""] = found(shown.text, /records: (\S+) .*received, (\S+) processed/);
  const [span = "", rate = ""] = found(
    shown.text,
    /Averages over the (.*) since the start.* processed (\S+)\/s/,
  );
  const [memory = "", limited = "", storage = ""] = found(
    shown.text,
    /^Memory: RSS (\S+ \S+), (.*)\. Storage: (\S+ \S+),/m,
  );
  expect(await shown.frame.locator(".moment .amount").allInnerTexts()).toEqual([
    `${processed} records`,
    `${rate} records/s`,
    memory,
    storage,
  ]);
  expect(await shown.frame.locator(".moment .of").allInnerTexts()).toEqual([
    expect.stringContaining(`of ${received} records received since 2026-11-21 09:16:20 UTC`),
    `on average over the ${span} since the start`,
    limited,
    "no limit is configured",
  ]);
  const connectors = [...shown.text.matchAll(/^- (?:output|input) /gm)].length;
  await shown.frame
    .getByText(
      `No connector has records to process or to send at 2026-11-21 09:18:10 UTC, of ${connectors} that tell it.`,
    )
    .waitFor();
  await shown.frame.getByText(/^The bundle holds one collection, of 2026-11-21 09:18:10 UTC: /).waitFor();
  await shown.page.close();
});

describe("summarize_heap_profile", () => {
  test("shows as much memory as the text tells", async () => {
    const shown = await call("summarize_heap_profile");
    const [inUse = ""] = found(shown.text, /: (\S+ \S+) of heap in use/);
    expect(await shown.frame.locator(".source").innerText()).toContain(`${inUse} of memory`);
    await shown.page.close();
  });

  test("is searched in the page, and with Enter in the whole profile", async () => {
    const shown = await call("summarize_heap_profile");
    const field = shown.frame.getByLabel("Search functions");
    await field.fill("allocate_exact");
    expect(shown.calls).toHaveLength(1);
    await field.press("Enter");
    const told = await shown.frame.getByText(/functions? match/).innerText();
    const { structuredContent } = await server.call("read_picture", shown.calls[1]?.args ?? {});
    expect(structuredContent).toMatchObject({ search: { text: "allocate_exact" } });
    const [weight = ""] = found(shown.text, /(\S+ MiB) \S*slab::allocate_exact/);
    expect(told).toContain(weight);
    await shown.page.close();
  });

  test("is turned upside down", async () => {
    const shown = await call("summarize_heap_profile");
    await shown.frame.getByRole("button", { name: "Bottom up" }).click();
    await expect.poll(() => titleOf(shown)).toMatch(/^Most of it in /);
    await shown.page.close();
  });
});

describe("summarize_samply_profile", () => {
  test("is titled by the operator that the text has first, with the same figures", async () => {
    const shown = await call("summarize_samply_profile");
    const [amount, share, handle] = found(
      shown.text,
      /\| (\S+ ms) \((\S+ %)\) \| feldera_pipe_operator_.*\n +([\w.]+@\d+)/,
    );
    expect(await titleOf(shown)).toBe(`${handle} runs in ${amount}, ${share} of the CPU time`);
    await shown.page.close();
  });

  test("is looked at within one group of threads, which has the text's figures", async () => {
    const shown = await call("summarize_samply_profile");
    const [cpu, share] = found(shown.text, /^workers: (\S+ ms) \((\S+ %)\)/m);
    await shown.frame.getByLabel("Threads").selectOption({ label: `workers: ${cpu}, ${share}` });
    await expect.poll(() => shown.calls.at(-1)?.args).toMatchObject({ thread: "workers" });
    await expect.poll(() => shown.frame.locator(".source").innerText()).toContain(`${cpu} of workers`);
    await shown.page.close();
  });
});

describe("summarize_operators", () => {
  test("has the text's figures beside the line that costs most", async () => {
    const shown = await call("summarize_operators");
    const [handle = "", time, timeShare, cpu, cpuShare, memory] = found(
      shown.text,
      /^(\S+@9) +(\S+ s) (\S+ %) +(\S+ ms) (\S+ %) +(\S+ MiB) /m,
    );
    expect(await titleOf(shown)).toContain(`Line 9 has ${timeShare} of the time`);
    await shown.frame.getByRole("button", { name: "Line 9: 1 operator" }).click();
    expect((await cellsOf(shown, "REGEXP_REPLACE")).join(" ")).toContain(
      `${timeShare} ${cpuShare} ${memory}`,
    );
    const figures = (await cellsOf(shown, handle)).join(" ");
    for (const figure of [time, timeShare, cpu, memory]) expect(figures).toContain(figure);
    await shown.page.close();
  });

  test("leads from a line to the figures of its operators, and to their stacks", async () => {
    const shown = await call("summarize_operators");
    await shown.frame.getByRole("button", { name: "Line 9: 1 operator" }).click();
    await shown.frame.getByRole("button", { name: "CPU stacks of enriched.join@9" }).click();
    await expect.poll(() => titleOf(shown)).toMatch(/^enriched.join@9: \S+ ms, \S+ % of the CPU time$/);
    const text = textOf(
      await server.call("summarize_samply_profile", { pipeline_name, operator: "enriched.join@9" }),
    );
    const [workers] = found(text, /^(\S+ ms) \(\S+ %\) \| JoinTrace enriched.join@9/m);
    expect(await titleOf(shown)).toContain(`: ${workers},`);
    await shown.frame.getByRole("button", { name: /Only within enriched.join@9/ }).click();
    await expect.poll(() => titleOf(shown)).toMatch(/^enriched.join@9 runs in/);
    await shown.page.close();
  });
});

describe("summarize_circuit_profile", () => {
  test("is titled by the operator that the text has first, with the same share", async () => {
    const shown = await call("summarize_circuit_profile");
    const [share, handle] = found(shown.text, /^\S+ s \((\S+ %), 12\) \| (\S+)/m);
    expect(await titleOf(shown)).toBe(`${handle} has ${share} of the time`);
    await shown.page.close();
  });

  test.each([
    ["at the left, where there is room", 1400, { right: -95, down: 0 }],
    ["above, in a chat's width", 700, { right: 0, down: -60 }],
  ])("tells the SQL of an operator that is pointed at: what feeds it stands %s", async (_, width, before) => {
    const shown = await call("summarize_circuit_profile", {}, { width });
    await shown.frame
      .getByRole("button", { name: /^enriched.join@9/ })
      .first()
      .click();
    expect(await lookedAt(shown)).toContain("o.note || ' ' || c.name || ' ' || o.note");
    await pointBesideMiddle(shown, before.right, before.down);
    expect(await lookedAt(shown)).toContain("o.customer_id = c.customer_id");
    await pointBesideMiddle(shown, 0);
    expect(await lookedAt(shown)).toContain("enriched.join@9");
    await shown.page.close();
  });
});

describe("list_events", () => {
  test("has the runs, and each change that the text has", async () => {
    const shown = await call("list_events");
    await openTables(shown.frame);
    const rows = await shown.frame.locator("tbody tr").allInnerTexts();
    const told = [...shown.text.matchAll(/^(\d\d:\d\d:\d\d)\.\d+ +\S+ +(\S.*?) +[0-9a-f-]{36}$/gm)];
    expect(told.length).toBeGreaterThan(5);
    for (const [, time, change] of told) {
      if (change === "-") continue;
      expect(rows).toContainEqual(expect.stringMatching(`${time}\\s+change\\s+${change}`));
    }
    expect(rows.filter((row) => /\srun\s/.test(row))).toHaveLength(1);
    await shown.page.close();
  });

  test("goes from change to change by keys", async () => {
    const shown = await call("list_events");
    await shown.frame.getByRole("application").focus();
    await shown.page.keyboard.press("ArrowRight");
    await shown.page.keyboard.press("ArrowRight");
    expect(await lookedAt(shown)).toContain("program CompilingSql");
    await shown.page.close();
  });
});
