import { fileURLToPath } from "node:url";

/** What `npm run build` makes. Apart from what only runs within vitest: `npm run eval` starts it too. */
export const BUILT_PATH = fileURLToPath(new URL("../../dist/feldera-mcp.js", import.meta.url));
