import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, inject, test } from "vitest";
import { BUILT_SERVER, connectClient } from "../support/built-server.ts";

const { folder, packedBytes } = inject("installed");
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

test("the package is under 2 MB, and it is what the end-to-end tests run", () => {
  expect(packedBytes).toBeLessThan(2_000_000);
  expect(BUILT_SERVER.startsWith(folder)).toBe(true);
});

test("the README's third command diagnoses the demo from the folder of its installation", () => {
  const commands = [...readme.matchAll(/^ {4}(.*)$/gm)].map(([, command]) => command);
  const command = commands[2] ?? "";
  expect(command).toMatch(/^npx feldera-mcp .*--demo$/);
  const env = { PATH: process.env.PATH, HOME: folder, npm_config_offline: "true" };
  const answer = execFileSync("bash", ["-c", command], { cwd: folder, env, encoding: "utf8" });

  expect(answer).toMatch(/^1\. .*engine\/skew/m);
});

test("the installed server lists its tools to a client", async () => {
  const client = await connectClient(["--demo"]);
  const { tools } = await client.listTools();
  await client.close();
  expect(tools.map(({ name }) => name)).toContain("diagnose_pipeline");
});
