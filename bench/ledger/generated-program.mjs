/**
 * A program as the compiler and the runtime would tell of it: views on views, inputs that several views share, recursive
 * regions, expressions that occur twice and names of any text. Each operator is three nodes of the circuit: one that
 * integrates what it takes, one that shards it, and its own.
 *
 * @param count how many operators the compiler makes of the SQL
 */
export function generatedProgram(count) {
  const lines = ["CREATE TABLE t (x INT);"];
  const mir = { s0: operator(0, "source_map", { table: "t", positions: [span(1, 14, 14)] }) };
  const nodes = [];
  const edges = [];
  const metadata = {};
  for (let at = 1; at < count; at++) {
    const isView = at % 10 === 0;
    const isNested = at % 100 === 7;
    const line = 1 + Math.ceil(at / 10);
    if (at % 10 === 1) lines.push(`CREATE VIEW "v${line} \u202e;--" AS SELECT MAX(x) FROM t;`);
    const inputs = [Math.max(0, at - 1), at % 3 === 0 ? Math.floor(at / 2) : 0];
    const own = operator(at, OPERATIONS[at % OPERATIONS.length], {
      inputs: inputs.map((one) => ({ node: nameOf(one), output: 0 })),
      positions: isView ? [span(line, 1, 40)] : at % 4 === 1 ? [span(line, 30, 35)] : [],
      calcite: { partial: Math.floor(at / 5) },
      ...(isView && { view: `v${line} \u202e;--` }),
    });
    if (isNested)
      mir[`r${at}`] = { operation: "nested", outputs: [{ node: `s${at}`, output: 0 }], [`s${at}`]: own };
    else mir[`s${at}`] = own;
    const parts = ["shard", "integral", ""].map((part) => nodeOf(at, part, metadata));
    const cluster = { Cluster: { id: `nc${at}`, label: "", nodes: parts } };
    nodes.push(cluster);
    for (const from of inputs) if (from > 0) edges.push(edge(`n${from}x`, `n${at}xshard`));
    edges.push(edge(`n${at}xshard`, `n${at}xintegral`), edge(`n${at}xintegral`, `n${at}x`));
  }
  return {
    sql: { graph: { mir }, programCode: lines.join("\n"), tables: ["t"] },
    bytes: Buffer.from(
      JSON.stringify({
        metrics: [],
        worker_profiles: [{ metadata }],
        graph: { nodes: { id: "n", label: "root", nodes }, edges },
      }),
    ),
  };
}

const OPERATIONS = ["map", "join", "aggregate", "filter", "distinct", "map_index", "flat_map"];

/** One in a region goes by the region's name. */
function nameOf(at) {
  return at % 100 === 7 ? `r${at}` : `s${at}`;
}

function operator(at, operation, more) {
  return { operation, persistent_id: idOf(at), inputs: [], ...more };
}

function idOf(at) {
  return at.toString(16).padStart(64, "0");
}

function span(line, start_column, end_column) {
  return { start_line_number: line, start_column, end_line_number: line, end_column };
}

function nodeOf(at, part, metadata) {
  const id = `n${at}x${part}`;
  metadata[id] = [
    { metric_id: "runtime_seconds", value: { type: "seconds", value: { secs: 0, nanos: at } } },
    ...(part === "shard"
      ? []
      : [{ metric_id: "persistent_id", value: { type: "string", value: idOf(at) + (part && `.${part}`) } }]),
  ];
  return { Simple: { id, label: `${part || "Map"} @ src/lib.rs:${at}` } };
}

function edge(from_node, to_node) {
  return { from_node, to_node, from_cluster: false, to_cluster: false };
}
