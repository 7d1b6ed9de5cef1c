/**
 * Tests the page of pictures in Debian's Chromium, or in the one that CHROMIUM names; where there is none it says so and
 * is content. `-u` takes the screenshots anew: look at each before it is committed.
 *
 * npm run test:pictures [-- -u]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundlePage } from "./page.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(chromium)) {
  console.log(`pictures: not tested, there is no ${chromium} (apt-get install chromium, or set CHROMIUM)`);
  process.exit(0);
}
mkdirSync(`${root}dist`, { recursive: true });
writeFileSync(`${root}dist/pictures.html`, (await bundlePage()).html);
const asked = process.argv.slice(2);
const isUpdate = asked.includes("-u");
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "test/pictures/vitest.config.ts",
    ...asked.filter((each) => each !== "-u"),
  ],
  { cwd: root, stdio: "inherit", env: { ...process.env, ...(isUpdate && { UPDATE_SCREENSHOTS: "1" }) } },
);
process.exit(status ?? 1);
