import type { JsonSlices } from "../json-slices.ts";
import { isRecord } from "./is-record.ts";

export interface CircuitNode {
  readonly id: string;
  /** `Operation @ path:line:column`, or the operation alone. */
  readonly label: string;
  /** The label of the outermost cluster around it within the circuit, and its id. */
  readonly region?: string;
  readonly regionId?: string;
  /** The ids of all clusters around it within the circuit, the outermost first. */
  readonly regions: readonly string[];
}

/** The circuit's operators, and how records flow from one to the next. */
export interface CircuitGraph {
  /** The cluster that holds everything, whose metrics are the circuit's own. */
  readonly root: string;
  /** Every node that is no cluster, by its id. */
  readonly nodes: ReadonlyMap<string, CircuitNode>;
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** A cluster whose label may follow its nodes. */
interface Cluster {
  id: string;
  label: string;
}

interface Found {
  readonly id: string;
  readonly label: string;
  /** The outermost first. */
  readonly regions: readonly Cluster[];
}

/** Reads the graph that comes next: `{nodes: Cluster, edges: [{from_node, to_node}]}`. */
export function readGraph(json: JsonSlices): CircuitGraph {
  const root: Cluster = { id: "", label: "" };
  const found: Found[] = [];
  const edges: (readonly [string, string])[] = [];
  for (const part of json.members()) {
    if (part === "nodes" && json.kind === "object") readCluster(json, root, [], found);
    if (part === "edges" && json.kind === "array") readEdges(json, edges);
  }
  const nodes = found.map(({ id, label, regions }) => {
    const [region] = regions;
    return {
      id,
      label,
      ...(region && { region: region.label, regionId: region.id }),
      regions: regions.map((one) => one.id),
    };
  });
  return { root: root.id, nodes: new Map(nodes.map((node) => [node.id, node])), edges };
}

/** `{id, label, nodes: [{Simple: {id, label}} | {Cluster: {…}}]}`; only the root has no region. */
function readCluster(json: JsonSlices, cluster: Cluster, regions: readonly Cluster[], found: Found[]): void {
  for (const member of json.members()) {
    if (member === "id") cluster.id = json.text() ?? "";
    if (member === "label") cluster.label = json.text() ?? "";
    if (member !== "nodes") continue;
    for (const _ of json.elements()) {
      for (const kind of json.members()) {
        if (kind === "Cluster") {
          const inner = { id: "", label: "" };
          readCluster(json, inner, [...regions, inner], found);
        } else if (kind === "Simple") {
          const node = json.value();
          if (!isRecord(node) || typeof node.id !== "string") continue;
          found.push({ id: node.id, label: typeof node.label === "string" ? node.label : "", regions });
        }
      }
    }
  }
}

function readEdges(json: JsonSlices, edges: (readonly [string, string])[]): void {
  for (const _ of json.elements()) {
    const edge = json.value();
    if (!isRecord(edge)) continue;
    const { from_node, to_node } = edge;
    if (typeof from_node === "string" && typeof to_node === "string") edges.push([from_node, to_node]);
  }
}
