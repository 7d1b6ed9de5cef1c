import { chmodSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
rmSync(dist, { recursive: true, force: true });
const { metafile } = await bundle({ outdir: dist });
chmodSync(`${dist}/feldera-mcp.js`, 0o755);
for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${file}: ${bytes} bytes`);
