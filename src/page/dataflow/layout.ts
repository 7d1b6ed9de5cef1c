import { Graph, layout as layOut } from "@dagrejs/dagre";
import type { PictureOf } from "../../answers/pictures.ts";

type Flow = Pick<PictureOf<"dataflow">, "places" | "relations" | "relation" | "edges" | "relation_edges">;

export const NODE_WIDTH = 160;
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
  /** Of each operator. */
  readonly nodes: readonly Box[];
  /** Tables and views, around their operators. */
  readonly groups: readonly (Box & { readonly label: string })[];
  readonly edges: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

/**
 * Operators within boxes of their tables and views, from left to right. Each box is laid out by itself and then all
 * boxes are: thousands of operators in one graph would take many times as long.
 */
export function layoutFlow(flow: Flow): FlowLayout {
  const { places, relations, relation, edges } = flow;
  const groups = groupsOf(relation, relations.length);
  const inner = groups.map(({ members }) => layoutGroup(members, flow));
  const outer = layeredGraph(44, 24);
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
  layOut(outer);
  const nodes: Box[] = places.map(() => ({ x: 0, y: 0, width: NODE_WIDTH, height: NODE_HEIGHT }));
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
    edges: edges.from.map((from, at) => {
      const to = edges.to[at] ?? -1;
      return within.get(edgeKey(from, to)) ?? between(nodes[from], nodes[to]);
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
function groupsOf(relation: readonly number[], relations: number): readonly Group[] {
  const members: number[][] = Array.from({ length: relations }, () => []);
  const alone: Group[] = [];
  for (const [operator, of] of relation.entries()) {
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
  const graph = layeredGraph(24, 12);
  const isMember = new Set(members);
  for (const member of members) graph.setNode(String(member), { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const [at, from] of edges.from.entries()) {
    const to = edges.to[at] ?? -1;
    if (isMember.has(from) && isMember.has(to) && from !== to) graph.setEdge(String(from), String(to), {});
  }
  layOut(graph);
  const { width = 0, height = 0 } = graph.graph() ?? {};
  return {
    nodes: new Map(members.map((member) => [member, boxOf(graph, String(member))])),
    edges: new Map(
      graph.edges().map(({ v, w }) => {
        const points = graph.edge(v, w)?.points ?? [];
        return [edgeKey(v, w), points.map(({ x, y }): Point => [x, y])];
      }),
    ),
    width,
    height,
  };
}

/** What is used of the library's graphs; it tells the middle of each node. */
interface Layered {
  setGraph(options: Readonly<Record<string, string | number>>): void;
  setNode(id: string, size: { width: number; height: number }): void;
  setEdge(from: string, to: string, label: object): void;
  graph(): { readonly width?: number; readonly height?: number } | undefined;
  node(id: string): Partial<Box> | undefined;
  edges(): readonly { readonly v: string; readonly w: string }[];
  edge(from: string, to: string): { readonly points?: readonly { x: number; y: number }[] } | undefined;
}

function layeredGraph(ranksep: number, nodesep: number): Layered {
  const graph: Layered = new Graph();
  graph.setGraph({ rankdir: "LR", ranker: "tight-tree", ranksep, nodesep, edgesep: 8 });
  return graph;
}

function boxOf(graph: Layered, id: string): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) ?? {};
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function edgeKey(from: number | string, to: number | string): string {
  return `${from} ${to}`;
}

function between(from: Box | undefined, to: Box | undefined): readonly Point[] {
  if (from === undefined || to === undefined) return [];
  return [
    [from.x + from.width, from.y + from.height / 2],
    [to.x, to.y + to.height / 2],
  ];
}
