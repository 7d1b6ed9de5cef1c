import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const folder = fileURLToPath(new URL("../screenshots/", import.meta.url));

/** A channel of a pixel may differ by so much: fonts are not smoothed alike everywhere. */
const PIXEL_TOLERANCE = 48;
/** And so many of the pixels by more. */
const SHARE_TOLERANCE = 0.02;

/** @returns "as reviewed", or how it differs from the reviewed screenshot, beside which it is then put */
export async function compareScreenshot(page: Page, name: string): Promise<string> {
  await page.waitForTimeout(150);
  const now = await page.screenshot();
  const reviewed = `${folder}${name}.png`;
  if (process.env.UPDATE_SCREENSHOTS === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(reviewed, now);
    return "as reviewed";
  }
  if (!existsSync(reviewed)) return `there is no ${reviewed}; take it with -u, and look at it`;
  const share = await differing(page, now, readFileSync(reviewed));
  if (share <= SHARE_TOLERANCE) return "as reviewed";
  writeFileSync(`${folder}zz-${name}-now.png`, now);
  return `${(share * 100).toFixed(1)} % of the pixels of ${name} differ`;
}

/** The share of pixels that differ, compared by the browser, which reads PNG. */
async function differing(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const blank = await page.context().browser()?.newPage();
  if (blank === undefined) throw new Error("the browser is gone");
  try {
    return await blank.evaluate(
      async ([a, b, tolerance]) => {
        const read = async (base64: string) => {
          const image = new Image();
          image.src = `data:image/png;base64,${base64}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context?.drawImage(image, 0, 0);
          return context?.getImageData(0, 0, image.width, image.height);
        };
        const [first, second] = [await read(a), await read(b)];
        if (first === undefined || second === undefined) return 1;
        if (first.width !== second.width || first.height !== second.height) return 1;
        let differ = 0;
        for (let at = 0; at < first.data.length; at += 4) {
          const isOther = [0, 1, 2].some(
            (channel) =>
              Math.abs((first.data[at + channel] ?? 0) - (second.data[at + channel] ?? 0)) > tolerance,
          );
          if (isOther) differ++;
        }
        return differ / (first.data.length / 4);
      },
      [one.toString("base64"), other.toString("base64"), PIXEL_TOLERANCE] as const,
    );
  } finally {
    await blank.close();
  }
}
