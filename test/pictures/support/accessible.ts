import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame, Page } from "playwright-core";
import * as z from "zod";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const Violations = z.array(z.object({ id: z.string(), targets: z.array(z.string()) }));
const PRESSES = 60;

/** What axe finds wrong. The script comes as a test's own, past the page's policy. */
export async function violations(frame: Frame): Promise<unknown> {
  await frame.evaluate(AXE);
  const found = await frame.evaluate(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target, failureSummary }) => target.join(" ") + ": " + failureSummary) })))`,
  );
  return Violations.parse(found);
}

/** What can be used and is not reached by the Tab key. */
export async function notReachedByKeys(page: Page, frame: Frame): Promise<string[]> {
  await frame.evaluate(() => document.body.focus());
  for (let press = 0; press < PRESSES; press++) {
    await page.keyboard.press("Tab");
    const isRoundAgain = await frame.evaluate(() => {
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body) return false;
      const wasReached = activeElement.hasAttribute("data-reached");
      activeElement.setAttribute("data-reached", "");
      return wasReached;
    });
    if (isRoundAgain) break;
  }
  return frame.evaluate(() =>
    [...document.querySelectorAll("button, select, input, summary, a, [tabindex]")]
      .filter((each) => each.getClientRects().length > 0 && !each.hasAttribute("data-reached"))
      .map((each) => each.outerHTML),
  );
}

/** By how many pixels it is wider than its room: 0 where nothing is cut at the right. */
export function overflow(frame: Frame): Promise<number> {
  return frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Opens all tables, and waits for their rows. */
export async function openTables(frame: Frame): Promise<void> {
  for (const summary of await frame.locator("summary").all()) await summary.click();
  await frame.locator("details tbody tr").first().waitFor({ state: "attached" });
}
