/**
 * Takes the screenshots of docs/pictures: the built server's pictures of the demo in a host, in Chromium. Figures over
 * time are those of the tests, for a bundle has none. Look at each before it is committed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openStage } from "./pictures-stage.mjs";

const PICTURES = {
  "flame-cpu": { picture: "flame", profile: "cpu" },
  "flame-heap": { picture: "flame", profile: "heap" },
  program: { picture: "program" },
  timeline: { picture: "timeline" },
  dataflow: { picture: "dataflow" },
};
const WIDTH = 900;

const server = process.argv[2] ?? fileURLToPath(new URL("../dist/feldera-mcp.js", import.meta.url));
const folder = fileURLToPath(new URL("../docs/pictures/", import.meta.url));

mkdirSync(folder, { recursive: true });
const stage = await openStage();
const demo = await stage.PicturesServer.start(["--demo"], {}, server);
// The program is costed with the profiles that were looked at.
for (const name of ["summarize_samply_profile", "summarize_heap_profile"]) {
  await demo.call(name, { pipeline_name: "order_enrich2" });
}
for (const [name, asked] of Object.entries(PICTURES)) {
  const shown = await stage.hostOf(demo, { width: WIDTH });
  await stage.tellResult(shown, { pipeline_name: "order_enrich2", ...asked });
  await shown.frame.waitForSelector("h1");
  await take(name, shown);
}
const history = stage.madePictures().find(({ picture }) => picture === "history");
await take("history", await stage.picture(history, { width: WIDTH }));
await Promise.all([demo.close(), stage.close()]);

async function take(name, { page }) {
  await page.waitForTimeout(300);
  const height = await page.evaluate(() => document.querySelector("iframe").getBoundingClientRect().height);
  const clip = { x: 0, y: 0, width: WIDTH, height };
  writeFileSync(`${folder}${name}.png`, await page.screenshot({ clip, fullPage: true }));
  await page.close();
  console.log(`${name}.png`);
}
