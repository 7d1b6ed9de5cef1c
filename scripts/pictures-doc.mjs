/**
 * Takes the screenshots of docs/pictures: the built server's pictures of the demo, in Chromium. Figures over time are
 * those of the tests, for a bundle has none. Look at each before it is committed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { openStage } from "./pictures-stage.mjs";

const PICTURES = {
  "flame-cpu": { picture: "flame", profile: "cpu" },
  "flame-heap": { picture: "flame", profile: "heap" },
  program: { picture: "program" },
  timeline: { picture: "timeline" },
  dataflow: { picture: "dataflow" },
};

const server = process.argv[2] ?? fileURLToPath(new URL("../dist/feldera-mcp.js", import.meta.url));
const folder = fileURLToPath(new URL("../docs/pictures/", import.meta.url));
const extensions = { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html;profile=mcp-app"] } };

mkdirSync(folder, { recursive: true });
const stage = await openStage();
const client = new Client({ name: "feldera-mcp-docs", version: "1" }, { capabilities: { extensions } });
await client.connect(new StdioClientTransport({ command: process.execPath, args: [server, "--demo"] }));
for (const [name, asked] of Object.entries(PICTURES)) {
  const { structuredContent } = await client.callTool({
    name: "read_picture",
    arguments: { pipeline_name: "order_enrich2", ...asked },
  });
  await take(name, structuredContent);
}
await take(
  "history",
  stage.madePictures().find(({ picture }) => picture === "history"),
);
await client.close();
await stage.close();

async function take(name, facts) {
  const { page } = await stage.picture(facts, { width: 900 });
  await page.waitForTimeout(300);
  const height = await page.evaluate(() => document.querySelector("iframe").getBoundingClientRect().height);
  writeFileSync(
    `${folder}${name}.png`,
    await page.screenshot({ clip: { x: 0, y: 0, width: 900, height }, fullPage: true }),
  );
  await page.close();
  console.log(`${name}.png`);
}
