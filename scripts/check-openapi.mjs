// Compares the shapes of Feldera's answers that this server reads (src/feldera/schemas) with Feldera's own OpenAPI
// files, which are not part of this project: `node scripts/check-openapi.mjs FILE...`. A member that a schema requires
// must stand in every file as required; one that it reads must stand in at least one, or be known to be left out.
import { readFileSync } from "node:fs";
import { importSource } from "./import-source.mjs";

/** The schemas here, and their components there. */
const PAIRS = [
  ["checkpoints.ts", "Checkpoint", "CheckpointMetadata"],
  ["checkpoints.ts", "CheckpointStatus", "CheckpointStatus"],
  ["checkpoints.ts", "CheckpointSyncStatus", "CheckpointSyncStatus"],
  ["checkpoints.ts", "RemoteCheckpoint", "RemoteCheckpoint"],
  ["cluster.ts", "ClusterHealth", "HealthStatus"],
  ["cluster.ts", "PlatformConfig", "Configuration"],
  ["cluster.ts", "Session", "SessionInfo"],
  ["cluster.ts", "ClusterEvent", "ClusterMonitorEventSelectedInfo"],
  ["metrics.ts", "TimeSeries", "TimeSeries"],
  ["pipeline.ts", "Pipeline", "PipelineSelectedInfo"],
  ["pipeline.ts", "PipelineEvent", "PipelineMonitorEventSelectedInfo"],
  ["program.ts", "ProgramError", "ProgramError"],
  ["program.ts", "ProgramDiff", "PipelineDiff"],
  ["program.ts", "DataflowGraph", "Dataflow"],
  ["stats.ts", "Stats", "ControllerStatus"],
];

/** What is read although no description has it: why. */
const UNDESCRIBED = new Map([
  ["TimeSeries.samples[].r", "older runtimes write digits"],
  ["DataflowGraph.sources", "of some versions only"],
]);

const files = process.argv.slice(2).map((path) => ({ path, api: JSON.parse(readFileSync(path, "utf8")) }));
if (files.length === 0) {
  console.error("check-openapi: name Feldera's OpenAPI files");
  process.exit(2);
}
const { z, schemas } = await sources();
const faults = [];
let members = 0;
for (const [file, name, component] of PAIRS) {
  const ours = z.toJSONSchema(schemas[file][name], { io: "input", unrepresentable: "any" });
  compare(
    ours,
    files.map(({ api }) => ({ api, schema: api.components.schemas[component] })),
    name,
    ours,
  );
}
for (const fault of faults) console.error(`check-openapi: ${fault}`);
console.log(`${PAIRS.length} schemas, ${members} members, ${files.length} files: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

function compare(ours, theirs, path, document) {
  const own = plain(ours, document);
  const theirParts = theirs.map(({ api, schema }) => ({ api, schema: resolved(schema, api) }));
  if (own.items !== undefined) {
    const items = theirParts.flatMap(({ api, schema }) =>
      schema?.items ? [{ api, schema: schema.items }] : [],
    );
    if (items.length > 0) compare(own.items, items, `${path}[]`, document);
    return;
  }
  for (const [member, schema] of Object.entries(own.properties ?? {})) {
    members++;
    const at = `${path}.${member}`;
    const found = theirParts.flatMap(({ api, schema: part }) => {
      const one = part?.properties?.[member];
      return one === undefined
        ? []
        : [{ api, schema: one, required: part.required?.includes(member) === true }];
    });
    if (found.length === 0 && !theirParts.some(({ schema: part }) => isOpen(part)) && !UNDESCRIBED.has(at)) {
      faults.push(`${at} stands in none of the files`);
    }
    const isRequired = own.required?.includes(member) === true;
    if (isRequired && (found.length < theirs.length || found.some(({ required }) => !required))) {
      faults.push(`${at} is required here, and not in every file`);
    }
    if (found.length > 0) compare(schema, found, at, document);
  }
}

/** A schema of ours without what makes it nullable or refers to another. */
function plain(schema, document) {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1);
    return plain(document.$defs?.[name] ?? {}, document);
  }
  const [some] = (schema.anyOf ?? []).filter(({ type }) => type !== "null");
  return some === undefined ? schema : plain(some, document);
}

function resolved(schema, api) {
  if (schema === undefined) return undefined;
  if (schema.$ref) return resolved(api.components.schemas[schema.$ref.split("/").at(-1)], api);
  const parts = schema.allOf ?? schema.oneOf;
  if (parts === undefined) return schema;
  const all = parts.map((part) => resolved(part, api));
  return {
    ...schema,
    properties: Object.assign({}, schema.properties, ...all.map((part) => part?.properties)),
    required: [...(schema.required ?? []), ...all.flatMap((part) => part?.required ?? [])],
    items: schema.items ?? all.find((part) => part?.items)?.items,
  };
}

/** One that does not say what its members are. */
function isOpen(schema) {
  return schema === undefined || (schema.properties === undefined && schema.items === undefined);
}

async function sources() {
  const names = [...new Set(PAIRS.map(([file]) => file))];
  const contents = [
    `export * as z from "zod";`,
    ...names.map((file, i) => `import * as s${i} from "./src/feldera/schemas/${file}";`),
    `export const schemas = { ${names.map((file, i) => `"${file}": s${i}`).join(", ")} };`,
  ].join("\n");
  return importSource(contents);
}
