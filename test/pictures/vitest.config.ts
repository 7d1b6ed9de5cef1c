import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The tests in a real browser, which `npm test` leaves out: `npm run test:pictures`. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    include: ["*.browser.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // One browser at a time: screenshots and frames are of a machine that does nothing else.
    fileParallelism: false,
  },
});
