import { dagre } from "d3-dag";
import type { PictureOf } from "../../answers/pictures.ts";

type Flow = Pick<PictureOf<"dataflow">, "places" | "relations" | "relation" | "edges" | "relation_edges">;

export const NODE_WIDTH = 122;
export const NODE_HEIGHT = 44;
const PADDING = 12;
const LABEL_HEIGHT = 22;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

export interface FlowLayout {
  /** Of each operator that is laid out. */
  readonly nodes: readonly (Box | undefined)[];
  /** Tables and views, around their operators. */
  readonly groups: readonly (Box & { readonly label: string })[];
  /** Between such. */
  readonly edges: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

/**
 * Operators within boxes of their tables and views, from left to right. Each box is laid out by itself and then all
 * boxes are: thousands of operators in one graph would take many times as long.
 *
 * @param shown which of them
 */
export function layoutFlow(flow: Flow, shown: ReadonlySet<number>): FlowLayout {
  const { places, relations, relation, edges } = flow;
  const groups = groupsOf(relation, relations.length, shown);
  const inner = groups.map(({ members }) => layoutGroup(members, flow));
  const outer = layeredGraph(32, 20);
  for (const [at, { width, height }] of inner.entries()) {
    const isFramed = groups[at]?.relation !== undefined;
    outer.setNode(String(at), {
      width: width + (isFramed ? 2 * PADDING : 0),
      height: height + (isFramed ? 2 * PADDING + LABEL_HEIGHT : 0),
    });
  }
  const groupOf = new Map(groups.flatMap(({ members }, at) => members.map((member) => [member, at])));
  for (const [at, from] of edges.from.entries()) {
    const [source, target] = [groupOf.get(from), groupOf.get(edges.to[at] ?? -1)];
    if (source !== undefined && target !== undefined && source !== target) {
      outer.setEdge(String(source), String(target), {});
    }
  }
  dagre.layout(outer);
  const nodes: (Box | undefined)[] = places.map(() => undefined);
  const boxes: FlowLayout["groups"][number][] = [];
  const within = new Map<string, readonly Point[]>();
  for (const [at, group] of groups.entries()) {
    const box = boxOf(outer, String(at));
    const of = relations[group.relation ?? -1];
    if (of !== undefined) boxes.push({ ...box, label: `${of.kind} ${of.name}` });
    const [dx, dy] = of === undefined ? [box.x, box.y] : [box.x + PADDING, box.y + PADDING + LABEL_HEIGHT];
    for (const [operator, node] of inner[at]?.nodes ?? []) {
      nodes[operator] = { ...node, x: node.x + dx, y: node.y + dy };
    }
    for (const [key, points] of inner[at]?.edges ?? []) {
      within.set(
        key,
        points.map(([x, y]) => [x + dx, y + dy]),
      );
    }
  }
  const { width = 0, height = 0 } = outer.graph() ?? {};
  return {
    nodes,
    groups: boxes,
    edges: edges.from.flatMap((from, at) => {
      const to = edges.to[at] ?? -1;
      const [source, target] = [nodes[from], nodes[to]];
      if (source === undefined || target === undefined) return [];
      return [between(source, within.get(edgeKey(from, to)) ?? [], target)];
    }),
    width,
    height,
  };
}

interface Group {
  readonly relation: number | undefined;
  readonly members: readonly number[];
}

/** Operators of one table or view together; each other one by itself. */
function groupsOf(
  relation: readonly number[],
  relations: number,
  shown: ReadonlySet<number>,
): readonly Group[] {
  const members: number[][] = Array.from({ length: relations }, () => []);
  const alone: Group[] = [];
  for (const [operator, of] of relation.entries()) {
    if (!shown.has(operator)) continue;
    const together = members[of];
    if (together === undefined) alone.push({ relation: undefined, members: [operator] });
    else together.push(operator);
  }
  const named = members.map((list, at) => ({ relation: at, members: list }));
  return [...named.filter((group) => group.members.length > 0), ...alone];
}

interface GroupLayout {
  readonly nodes: ReadonlyMap<number, Box>;
  readonly edges: ReadonlyMap<string, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

function layoutGroup(members: readonly number[], { edges }: Flow): GroupLayout {
  const graph = layeredGraph(22, 12);
  const isMember = new Set(members);
  for (const member of members) graph.setNode(String(member), { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const [at, from] of edges.from.entries()) {
    const to = edges.to[at] ?? -1;
    if (isMember.has(from) && isMember.has(to) && from !== to) graph.setEdge(String(from), String(to), {});
  }
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph() ?? {};
  return {
    nodes: new Map(members.map((member) => [member, boxOf(graph, String(member))])),
    edges: new Map(
      graph.edges().map(({ v, w }) => {
        const { points } = graph.edge(v, w);
        // From middle to middle: where it leaves and arrives is for `between` to say.
        return [edgeKey(v, w), points.slice(1, -1).map(({ x, y }): Point => [x, y])];
      }),
    ),
    width,
    height,
  };
}

type Layered = InstanceType<typeof dagre.graphlib.Graph>;

function layeredGraph(ranksep: number, nodesep: number): Layered {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", quality: "fast", ranksep, nodesep });
  return graph;
}

function boxOf(graph: Layered, id: string): Box {
  const { x, y, width, height } = graph.node(id);
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function edgeKey(from: number | string, to: number | string): string {
  return `${from} ${to}`;
}

/** From the right of one over these points to the left of the other. */
function between(from: Box, over: readonly Point[], to: Box): readonly Point[] {
  return [[from.x + from.width, from.y + from.height / 2], ...over, [to.x, to.y + to.height / 2]];
}
