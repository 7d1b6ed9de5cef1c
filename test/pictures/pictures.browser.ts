import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notReachedByKeys, openTables, overflow, violations } from "./support/accessible.ts";
import { madeDataflow } from "./support/made-dataflow.ts";
import { madeCollections, madePictures, madeReport } from "./support/made-facts.ts";
import { compareScreenshot } from "./support/screenshot.ts";
import { Stage } from "./support/stage.ts";

const THEMES = ["light", "dark"] as const;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

describe.each(madePictures().filter((facts) => facts.picture !== "flame" || facts.direction === "callees"))(
  "$picture",
  (facts) => {
    test.each(THEMES)("looks as reviewed, is accessible and asks nothing of a network: %s", async (theme) => {
      const shown = await stage.picture(facts, { theme });
      const { page, frame, troubles, requests } = shown;
      expect(await compareScreenshot(page, `${facts.picture}-${theme}`)).toBe("as reviewed");
      await openTables(frame);
      expect(await violations(frame)).toEqual([]);
      expect(troubles).toEqual([]);
      expect(requests).toEqual([]);
      await page.close();
    });

    test("the keyboard reaches all that can be used", async () => {
      const { page, frame } = await stage.picture(facts);
      expect(await notReachedByKeys(page, frame)).toEqual([]);
      await page.close();
    });

    test("a narrow window cuts nothing", async () => {
      const { page, frame } = await stage.picture(facts, { width: 360 });
      expect(await overflow(frame)).toBe(0);
      await page.close();
    });

    test("hostile names stay text", async () => {
      const hostile = `<img src=x onerror="document.title='ran'">\u202e${"x".repeat(300)}`;
      const made = madePictures(hostile).find(({ picture }) => picture === facts.picture);
      if (made === undefined) throw new Error("no such picture");
      const { page, frame, troubles } = await stage.picture(made, { width: 600 });
      await openTables(frame);
      expect(await frame.locator("img").count()).toBe(0);
      expect(await frame.title()).not.toBe("ran");
      expect(await overflow(frame)).toBe(0);
      expect(troubles).toEqual([]);
      await page.close();
    });
  },
);

test("Moments of a bundle's collections are points, with averages between them, and cut nothing", async () => {
  const hostile = `<img src=x>\u202e${"x".repeat(300)}`;
  const { page, frame, troubles } = await stage.picture(madeCollections(hostile), {
    width: 360,
    theme: "dark",
  });
  await frame.getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  expect(await frame.locator(".says").innerText()).toMatch(
    /12:00:00 UTC: memory 256 MiB, throughput 900 records\/s/,
  );
  await openTables(frame);
  expect(await violations(frame)).toEqual([]);
  expect(await frame.locator("img").count()).toBe(0);
  expect(await overflow(frame)).toBe(0);
  expect(troubles).toEqual([]);
  await page.close();
});

test("The arrow keys go through a flame graph, and Enter zooms in", async () => {
  const [flame] = madePictures();
  if (flame?.picture !== "flame") throw new Error("no flame");
  const { page, frame } = await stage.picture(flame);
  await frame.locator("canvas").focus();
  await page.keyboard.press("ArrowDown");
  const spoken = frame.locator(".spoken");
  const first = await spoken.textContent();
  expect(first).toMatch(/, [\d.]+ GiB, [\d.]+ % of all/);
  await page.keyboard.press("ArrowRight");
  expect(await spoken.textContent()).not.toBe(first);
  const before = await frame.locator("canvas").screenshot();
  await page.keyboard.press("Enter");
  await page.waitForTimeout(100);
  expect((await frame.locator("canvas").screenshot()).equals(before)).toBe(false);
  await page.close();
});

test.each([
  ["from near at first, and the time since then with All", 48, 3],
  ["with all of the time, where that is not long", 0, 3],
])("A timeline shows what happened %s", async (_, hoursSince, runs) => {
  const timeline = madePictures().find((facts) => facts.picture === "timeline");
  if (timeline?.picture !== "timeline") throw new Error("no timeline");
  const later = { ...timeline, to_ms: timeline.to_ms + hoursSince * 3_600_000 };
  const { page, frame } = await stage.picture(later);
  const firstRun = () => frame.locator("rect.run").first().boundingBox();
  const near = await firstRun();
  expect(await frame.locator("rect.run").count()).toBe(runs);
  expect(near?.width ?? 0).toBeGreaterThan(100);
  const says = await frame.locator(".says").innerText();
  expect(says.includes("All shows the time up to")).toBe(hoursSince > 0);
  await frame.getByRole("button", { name: "Show all" }).click();
  expect((await firstRun())?.width === near?.width).toBe(hoursSince === 0);
  await page.close();
});

test("A click on a line of the program shows its operators, and leads to their stacks", async () => {
  const pictures = madePictures();
  const program = pictures.find(({ picture }) => picture === "program");
  if (program === undefined) throw new Error("no program");
  const { page, frame, calls } = await stage.picture(program);
  await frame.getByRole("button", { name: "Line 6: 1 operator" }).click();
  await frame.getByRole("button", { name: "CPU stacks of enriched.join@6" }).click();
  await expect
    .poll(() => calls.at(-1)?.args)
    .toEqual({
      pipeline_name: "orders",
      picture: "flame",
      profile: "cpu",
      operator: "enriched.join@6",
      profile_id: "cpu-1",
    });
  await page.close();
});

test("Of thousands of operators those around the dearest are drawn, then those around what is chosen, or all", async () => {
  const { page, frame, troubles } = await stage.picture(madeDataflow({ views: 100, each: 10 }));
  const told = frame.locator(".note", { hasText: "operators are drawn" });
  expect(await told.innerText()).toMatch(/^300 of 1,000 operators are drawn/);
  await frame.locator("summary").click();
  const chosen = frame.locator("details tbody button").nth(150);
  const handle = await chosen.innerText();
  await chosen.click();
  expect(await frame.locator(".details").first().innerText()).toContain(handle);
  expect(await told.innerText()).toMatch(/^300 of 1,000 /);
  await frame.getByRole("button", { name: "Draw all 1,000" }).click();
  await expect.poll(() => told.count()).toBe(0);
  expect(troubles).toEqual([]);
  await page.close();
});

describe("a report", () => {
  test("has all pictures and texts, and asks nothing of a network", async () => {
    const { page, frame, troubles, requests } = await stage.report(madeReport());
    for (const place of await frame.locator(".place").all()) await place.scrollIntoViewIfNeeded();
    await expect.poll(() => frame.locator("section.picture").count()).toBe(5);
    expect(await frame.locator("pre").allTextContents()).toEqual([
      "orders: runs since 12:55 UTC.\n  One finding.",
      "12:40 ERROR panicked",
    ]);
    expect(await violations(frame)).toEqual([]);
    expect(troubles).toEqual([]);
    expect(requests).toEqual([]);
    await page.close();
  });

  test("has each id once, and each link within it leads to one", async () => {
    const { page, frame } = await stage.report(madeReport());
    for (const place of await frame.locator(".place").all()) await place.scrollIntoViewIfNeeded();
    await expect.poll(() => frame.locator("section.picture").count()).toBe(5);
    const { ids, targets } = await frame.evaluate(() => ({
      ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
      targets: [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute("href")),
    }));
    expect(new Set(ids).size).toBe(ids.length);
    expect(targets).toHaveLength(9);
    expect(ids).toEqual(expect.arrayContaining(targets.map((target) => target?.slice(1))));
    await page.close();
  });

  test("runs nothing that stands in it", async () => {
    const hostile = `</script><script>document.title="ran"</script><!--`;
    const { page, frame, troubles } = await stage.report(madeReport(hostile));
    for (const place of await frame.locator(".place").all()) await place.scrollIntoViewIfNeeded();
    await expect.poll(() => frame.locator("section.picture").count()).toBe(5);
    expect(await frame.title()).toBe(`Report on orders${hostile}`);
    expect(await frame.locator("body script").count()).toBe(2);
    expect(troubles).toEqual([]);
    await page.close();
  });
});
