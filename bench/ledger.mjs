// How much of recorded pipelines is charged to operators of their SQL, or to a part that has a name: ids of all
// documents, CPU by samples and the heap. Fails where a goal is missed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importSource } from "../scripts/import-source.mjs";

const recordings = fileURLToPath(new URL("../test/recordings/", import.meta.url));
const LARGE = 1_000_000_000;
const GOALS = { heap: 0.85, workers: 0.95, mergers: 0.85 };
/** With less CPU than this it is chance where samples fall. */
const TELLING_S = 0.05;

/** What reads zips asks for Node's own modules by it. */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(process.cwd() + "/");';

const {
  ledgerJob,
  programOperators,
  readCircuitProfile,
  sqlPlaces,
  sqlSources,
  readMainRust,
  openBundleBytes,
} = await importSource(
  `
    export { ledgerJob } from "./src/analysis/jobs/ledger.ts";
    export { programOperators } from "./src/analysis/operators/program-operators.ts";
    export { readCircuitProfile } from "./src/analysis/circuit/profile.ts";
    export { sqlPlaces } from "./src/analysis/operators/sql-places.ts";
    export { sqlSources } from "./src/tools/profiles/sql-sources.ts";
    export { readMainRust } from "./src/analysis/program/main-rust.ts";
    export { openBundleBytes } from "./src/feldera/bundle/archive.ts";
  `,
  REQUIRE,
);

const worlds = readdirSync(`${recordings}worlds`).map((world) => ({
  name: world,
  folder: `worlds/${world}/`,
  record: "pipeline",
  bundles: ["support_bundle_light", "support_bundle"],
  cpu: ["samply_profile"],
  heap: ["heap_profile"],
}));
const payments = {
  name: "payments",
  folder: "",
  record: "pipeline_all",
  bundles: ["support_bundle"],
  cpu: ["samply_get_running_1s", "samply_get_after"],
  heap: ["heap_profile_1", "heap_profile_2"],
};

let missed = 0;
const share = (part) => (Number.isNaN(part) ? "-" : `${(part * 100).toFixed(1)} %`);
const ids = { nodes: 0, operators: 0, none: 0 };
for (const program of [payments, ...worlds]) await tell(program);
console.log(
  `in all ${ids.nodes} nodes of circuits, ${ids.operators} operators of programs; ${ids.none} nodes of no operator`,
);
process.exitCode = missed > 0 ? 1 : 0;

async function tell({ name, folder, record, bundles, cpu, heap }) {
  const of = (file) => {
    const path = `${recordings}${folder}${file}.body`;
    return existsSync(path) ? readFileSync(path) : undefined;
  };
  const [bytes, graph, pipeline] = ["circuit_json_profile", "dataflow_graph", record].map(of);
  if (!bytes?.includes('"worker_profiles"')) return;
  const sql = sqlSources(JSON.parse(graph), JSON.parse(pipeline));
  const crates = await cratesOf(bundles.map(of));
  const { operators } = readCircuitProfile(bytes, { maxDepth: 1000, metrics: new Set() });
  const { list, none } = programOperators({ circuit: operators, places: sqlPlaces(sql), crates });
  ids.nodes += operators.list.length;
  ids.operators += list.length;
  ids.none += none.length;
  console.log(
    `${name}: ${operators.list.length} nodes led to ${list.length} operators, ${none.length} to none; ${list.filter(({ nodes }) => nodes.length === 0).length} operators without a node`,
  );
  const input = {
    bytes,
    maxDepth: 1000,
    view: "ledger",
    by: "time",
    group: "operator",
    limit: 1,
    sql,
    crates,
  };
  const limits = { maxCpuBytes: LARGE, maxHeapBytes: LARGE };
  for (const file of cpu) {
    const cpu_profile = of(file);
    if (cpu_profile?.[0] !== 0x1f) continue;
    const { ledger, cpu_unused } = await ledgerJob.run({ ...input, ...limits, cpu_profile });
    if (cpu_unused) console.log(`  ${file}: no CPU charged, ${cpu_unused.reason}`);
    for (const side of ledger.cpu?.sides ?? []) tellSide(file, side);
  }
  for (const file of heap) {
    const heap_profile = of(file);
    if (heap_profile?.[0] !== 0x1f) continue;
    const { ledger, heap_unused } = await ledgerJob.run({ ...input, ...limits, heap_profile });
    if (heap_unused) console.log(`  ${file}: no heap charged, ${heap_unused.reason}`);
    else tellHeap(file, ledger.heap, crates);
  }
}

function tellSide(file, { side, total_s, operators_s, parts }) {
  if (total_s === 0) return;
  const other = parts.find(({ name }) => name === "other")?.amount ?? 0;
  const charged = 1 - other / total_s;
  const met = total_s < TELLING_S ? "too little to tell" : verdict(charged, GOALS[side]);
  console.log(
    `  ${file}: ${side} ${total_s.toFixed(2)} s, ${share(charged)} charged, ${share(operators_s / total_s)} to operators (goal ${share(GOALS[side])}): ${met}`,
  );
}

function tellHeap(file, { total_bytes, told_bytes, apportioned_bytes, reported_bytes, parts }, crates) {
  const unnamed = parts.filter(({ name }) => name === "other" || name === "untold");
  const charged = 1 - unnamed.reduce((sum, { amount }) => sum + amount, 0) / total_bytes;
  const operators = told_bytes + apportioned_bytes;
  console.log(
    `  ${file}: heap ${(total_bytes / 2 ** 20).toFixed(1)} MiB, ${share(charged)} charged (goal ${share(GOALS.heap)}): ${verdict(charged, GOALS.heap)}; ${share(told_bytes / total_bytes)} told by frames${crates ? "" : " (no generated Rust recorded)"}, ${share(apportioned_bytes / total_bytes)} apportioned; operators hold ${(operators / 2 ** 20).toFixed(1)} MiB by samples, ${(reported_bytes / 2 ** 20).toFixed(1)} MiB by Feldera`,
  );
}

function verdict(charged, goal) {
  if (charged >= goal) return "met";
  missed++;
  return "missed";
}

/** Of the first bundle whose record of the pipeline has the generated Rust. */
async function cratesOf(bundles) {
  for (const bytes of bundles) {
    if (bytes === undefined) continue;
    const bundle = await openBundleBytes(bytes, "bundle", { maxFileBytes: LARGE, maxEntries: 10_000 });
    const collection = bundle.collections[0];
    try {
      const config = JSON.parse(
        Buffer.from(await bundle.read(collection, "pipeline_config.json")).toString(),
      );
      if (config.program_info?.main_rust) return readMainRust(config.program_info.main_rust, LARGE);
    } catch {
      // This bundle has no record of the pipeline; the next one may.
    }
  }
  return undefined;
}
