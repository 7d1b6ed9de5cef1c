// Holds the bundle to its size, and the large packages to chunks that are not read until they are needed.
import { ANALYSIS, bundle, SERVER } from "./bundle.mjs";

const LAZY = ["undici", "yauzl"];
const ENTRIES = [
  { ...SERVER, asleep: [...LAZY, "zod", "@modelcontextprotocol/sdk"] },
  { ...ANALYSIS, asleep: [...LAZY, "@modelcontextprotocol/sdk"] },
];
const MAX_BYTES = 2_600_000;

const { metafile } = await bundle();
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
const entries = ENTRIES.map((entry) => ({ ...entry, eager: eagerPackages(metafile.inputs, entry.in) }));
const problems = [
  ...(bytes <= MAX_BYTES ? [] : [`${bytes} bytes, more than ${MAX_BYTES}`]),
  ...entries.flatMap(({ out, eager, asleep }) =>
    asleep.filter((name) => eager.has(name)).map((name) => `${name} is loaded at the start of ${out}`),
  ),
];
console.log(`bundle: ${bytes} bytes`);
for (const { out, eager } of entries) console.log(`${out}: loaded at start: ${[...eager].sort().join(", ")}`);
for (const problem of problems) console.error(`bundle: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** Packages that the entry reaches through static imports alone. */
function eagerPackages(inputs, entry) {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const { path, kind, external } of inputs[file]?.imports ?? []) {
      if (!external && kind !== "dynamic-import") seen.add(path);
    }
  }
  return packagesOf(seen);
}

function packagesOf(files) {
  const packages = new Set();
  for (const file of files) {
    const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    if (name !== undefined) packages.add(name);
  }
  return packages;
}
