/**
 * Takes the screenshots of docs/pictures, light and dark: the built server's pictures of the demo in a host, in Chromium.
 * Figures over time are of a recorded pipeline, for the demo's bundle is of one moment. Look at each before it is
 * committed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openRecordings, openStage } from "./pictures-stage.mjs";
import { smallPng } from "./small-png.mjs";

const PICTURES = {
  "flame-cpu": { picture: "flame", profile: "cpu" },
  "flame-heap": { picture: "flame", profile: "heap" },
  program: { picture: "program" },
  timeline: { picture: "timeline" },
  dataflow: { picture: "dataflow" },
};
/** Its memory is beyond its limit. */
const RECORDED = "rss_limit";
const WIDTH = 900;

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
  await take(name, demo, { pipeline_name: "order_enrich2", ...asked });
}
const recordings = await openRecordings();
const feldera = await recordings.startLoopbackFeldera();
const pipeline_name = recordings.replayWorld(feldera, RECORDED);
const live = await stage.PicturesServer.start([], { FELDERA_HOST: feldera.url }, built);
await take("history", live, { pipeline_name, picture: "history" });
await Promise.all([demo.close(), live.close(), feldera.close(), stage.close()]);

async function take(name, server, asked) {
  for (const theme of ["light", "dark"]) {
    const shown = await stage.hostOf(server, { width: WIDTH, theme });
    await stage.tellResult(shown, asked);
    await shown.frame.waitForSelector("h1");
    await write(theme === "dark" ? `${name}-dark` : name, shown.page);
    await shown.page.close();
  }
}

async function write(name, page) {
  await page.waitForTimeout(300);
  const height = await page.evaluate(() => document.querySelector("iframe").getBoundingClientRect().height);
  const clip = { x: 0, y: 0, width: WIDTH, height };
  const png = await smallPng(page, await page.screenshot({ clip, fullPage: true }));
  writeFileSync(join(folder, `${name}.png`), png);
  console.log(`${name}.png, ${Math.ceil(png.length / 1024)} KiB`);
}
