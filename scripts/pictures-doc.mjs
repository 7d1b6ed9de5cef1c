/**
 * Takes the screenshots of docs/pictures, light and dark: the built server's pictures of the demo in a host, in Chromium.
 * Look at each before it is committed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStage } from "./pictures-stage.mjs";
import { smallPng } from "./small-png.mjs";

const PICTURES = {
  "flame-cpu": { picture: "flame", profile: "cpu" },
  "flame-heap": { picture: "flame", profile: "heap" },
  program: { picture: "program" },
  timeline: { picture: "timeline" },
  history: { picture: "history" },
  dataflow: { picture: "dataflow" },
};
const WIDTH = 900;
/** On a busy machine the frame may not have been painted yet: it is empty then. */
const LEAST_BYTES = 8 * 1024;
const TRIES = 10;

const built = fileURLToPath(new URL("../dist/feldera-mcp.js", import.meta.url));
const folder = fileURLToPath(new URL("../docs/pictures/", import.meta.url));

mkdirSync(folder, { recursive: true });
const stage = await openStage();
const demo = await stage.PicturesServer.start(["--demo"], {}, built);
// The program is costed with the profiles that were looked at.
for (const name of ["summarize_samply_profile", "summarize_heap_profile"]) {
  await demo.call(name, { pipeline_name: "order_enrich2" });
}
for (const [name, asked] of Object.entries(PICTURES)) {
  await take(name, { pipeline_name: "order_enrich2", ...asked });
}
await Promise.all([demo.close(), stage.close()]);

async function take(name, asked) {
  for (const theme of ["light", "dark"]) {
    const shown = await stage.hostOf(demo, { width: WIDTH, theme });
    await stage.tellResult(shown, asked);
    await shown.frame.waitForSelector("h1");
    await write(theme === "dark" ? `${name}-dark` : name, shown.page);
    await shown.page.close();
  }
}

async function write(name, page) {
  let png = Buffer.alloc(0);
  for (let time = 0; png.length < LEAST_BYTES && time < TRIES; time++) {
    await page.waitForTimeout(500);
    const height = await page.evaluate(() => document.querySelector("iframe").getBoundingClientRect().height);
    const clip = { x: 0, y: 0, width: WIDTH, height };
    png = await smallPng(page, await page.screenshot({ clip, fullPage: true }));
  }
  if (png.length < LEAST_BYTES) throw new Error(`${name} stays empty`);
  writeFileSync(join(folder, `${name}.png`), png);
  console.log(`${name}.png, ${Math.ceil(png.length / 1024)} KiB`);
}
