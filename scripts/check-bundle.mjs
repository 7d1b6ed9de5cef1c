// Holds the bundle to what the README says of it: two files, and the large packages asleep until they are needed.
import { ANALYSIS, bundle, SERVER } from "./bundle.mjs";

const LAZY = ["undici", "pprof-format", "yauzl"];
/** What an analysis needs none of. */
const SERVER_ALONE = ["undici", "yauzl", "@modelcontextprotocol/sdk"];
const MAX_BYTES = 3_000_000;

const { metafile } = await bundle({ write: false });
const outputs = Object.values(metafile.outputs);
const bytes = outputs.reduce((sum, output) => sum + output.bytes, 0);
const entries = [SERVER, ANALYSIS].map((entry) => ({
  ...entry,
  eager: eagerPackages(metafile.inputs, entry.in),
}));
const analysis = packagesOf(Object.keys(outputs.find(({ entryPoint }) => entryPoint === ANALYSIS.in).inputs));
const problems = [
  ...(outputs.length === 2 ? [] : [`${outputs.length} files instead of two`]),
  ...(bytes <= MAX_BYTES ? [] : [`${bytes} bytes, more than ${MAX_BYTES}`]),
  ...entries.flatMap(({ out, eager }) =>
    LAZY.filter((name) => eager.has(name)).map((name) => `${name} is loaded at the start of ${out}`),
  ),
  ...SERVER_ALONE.filter((name) => analysis.has(name)).map((name) => `${name} is in ${ANALYSIS.out}`),
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
