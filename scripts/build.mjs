import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";
import { bundlePage } from "./page.mjs";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
rmSync(dist, { recursive: true, force: true });
const { metafile } = await bundle({ outdir: dist });
const { html } = await bundlePage();
writeFileSync(`${dist}/pictures.html`, html);
chmodSync(`${dist}/feldera-mcp.js`, 0o755);
const files = Object.values(metafile.outputs);
console.log(
  `dist: ${files.length} files, ${files.reduce((sum, { bytes }) => sum + bytes, 0)} bytes; pictures: ${Buffer.byteLength(html)} bytes`,
);
