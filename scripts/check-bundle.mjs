// Holds the bundle to what the README says of it: one file, and the large packages asleep until they are needed.
import { bundle } from "./bundle.mjs";

const LAZY = ["undici", "pprof-format", "yauzl"];
const MAX_BYTES = 2_000_000;

const { metafile } = await bundle({ write: false });
const outputs = Object.entries(metafile.outputs);
const eager = eagerPackages(metafile.inputs, "src/main.ts");
const bytes = outputs.reduce((sum, [, output]) => sum + output.bytes, 0);
const problems = [
  ...(outputs.length === 1 ? [] : [`${outputs.length} files instead of one`]),
  ...(bytes <= MAX_BYTES ? [] : [`${bytes} bytes, more than ${MAX_BYTES}`]),
  ...LAZY.filter((name) => eager.has(name)).map((name) => `${name} is loaded at start`),
];
console.log(`bundle: ${bytes} bytes; loaded at start: ${[...eager].sort().join(", ")}`);
for (const problem of problems) console.error(`bundle: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** Packages that the entry reaches through static imports alone. */
function eagerPackages(inputs, entry) {
  const seen = new Set([entry]);
  const packages = new Set();
  for (const file of seen) {
    const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    if (name !== undefined) packages.add(name);
    for (const { path, kind, external } of inputs[file]?.imports ?? []) {
      if (!external && kind !== "dynamic-import") seen.add(path);
    }
  }
  return packages;
}
