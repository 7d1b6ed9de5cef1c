import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A golden that is not there fails its test; by default it would be written, and the test pass. `-u` writes it.
    update: "none",
  },
});
