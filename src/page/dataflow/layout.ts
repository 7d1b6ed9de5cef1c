import { dagre } from "d3-dag";
import type { PictureOf } from "../../answers/pictures.ts";

type Flow = Pick<PictureOf<"dataflow">, "places" | "relations" | "relation" | "edges" | "relation_edges">;

/** Room for a figure such as "377 ms (16.9 %)". */
export const NODE_WIDTH = 132;
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

/** How the operators of a table or view follow each other. */
export type Way = "across" | "down";

export type FlowLayouts = readonly [FlowLayout, ...FlowLayout[]];

/** More are laid out across alone: no way do they fit a page, and each takes its time. */
const FEW = 60;
/** Between what is not connected. */
const APART = 24;

/**
 * Operators within boxes of their tables and views, which follow each other from left to right. Each box is laid out by
 * itself, then all that are connected are, and then what is not: thousands of operators in one graph would take many
 * times as long.
 *
 * @param shown which of them
 * @returns the ways among which the room decides, which is not known here
 */
export function layoutsOf(flow: Flow, shown: ReadonlySet<number>): FlowLayouts {
  const across = layoutFlow(flow, shown, "across");
  return shown.size > FEW ? [across] : [across, layoutFlow(flow, shown, "down")];
}

export function layoutFlow(flow: Flow, shown: ReadonlySet<number>, way: Way): FlowLayout {
  const { places, relations, relation, edges } = flow;
  const groups = groupsOf(relation, relations.length, shown);
  const inner = groups.map(({ members }) => layoutGroup(members, flow, way));
  const groupOf = new Map(groups.flatMap(({ members }, at) => members.map((member) => [member, at])));
  const sizes = inner.map(({ width, height }, at): Size => {
    const isFramed = groups[at]?.relation !== undefined;
    return isFramed
      ? { width: width + 2 * PADDING, height: height + 2 * PADDING + LABEL_HEIGHT }
      : { width, height };
  });
  const between = edges.from.flatMap((from, at): [number, number][] => {
    const [source, target] = [groupOf.get(from), groupOf.get(edges.to[at] ?? -1)];
    return source === undefined || target === undefined || source === target ? [] : [[source, target]];
  });
  const outer = placeBoxes(sizes, between);
  const nodes: (Box | undefined)[] = places.map(() => undefined);
  const boxes: FlowLayout["groups"][number][] = [];
  const within = new Map<string, readonly Point[]>();
  for (const [at, group] of groups.entries()) {
    const box = outer.boxes[at];
    if (box === undefined) continue;
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
  return {
    nodes,
    groups: boxes,
    edges: edges.from.flatMap((from, at) => {
      const to = edges.to[at] ?? -1;
      const [source, target] = [nodes[from], nodes[to]];
      if (source === undefined || target === undefined) return [];
      const own = within.get(edgeKey(from, to));
      if (own !== undefined) return [ended(source, own, target, way)];
      return [ended(source, [], target, "across")];
    }),
    width: outer.width,
    height: outer.height,
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface PlacedBoxes extends Size {
  readonly boxes: readonly (Box | undefined)[];
}

/** Boxes that are connected together; those of fewer boxes below, beside each other. */
function placeBoxes(sizes: readonly Size[], edges: readonly (readonly [number, number])[]): PlacedBoxes {
  const boxes: (Box | undefined)[] = sizes.map(() => undefined);
  let [width, bottom] = [0, 0];
  let shelf = { x: 0, y: 0 };
  for (const members of connected(sizes.length, edges)) {
    const graph = layeredGraph({ ranksep: 36, nodesep: 20 }, "across");
    const isMember = new Set(members);
    for (const member of members) graph.setNode(String(member), { ...sizes[member] });
    for (const [from, to] of edges) if (isMember.has(from)) graph.setEdge(String(from), String(to), {});
    dagre.layout(graph);
    const size = sizeOf(graph);
    width = Math.max(width, size.width);
    if (shelf.x + size.width > width) shelf = { x: 0, y: bottom + APART };
    for (const member of members) {
      const box = boxOf(graph, String(member));
      boxes[member] = { ...box, x: box.x + shelf.x, y: box.y + shelf.y };
    }
    bottom = Math.max(bottom, shelf.y + size.height);
    shelf = { x: shelf.x + size.width + APART, y: shelf.y };
  }
  return { boxes, width, height: bottom };
}

/** What is connected, that of most first. */
function connected(count: number, edges: readonly (readonly [number, number])[]): readonly number[][] {
  const part = Array.from({ length: count }, (_, at) => at);
  const partOf = (at: number): number => {
    let of = at;
    while (part[of] !== of) of = part[of] ?? of;
    part[at] = of;
    return of;
  };
  for (const [from, to] of edges) part[partOf(from)] = partOf(to);
  const members = new Map<number, number[]>();
  for (const at of part.keys()) {
    const of = partOf(at);
    members.set(of, [...(members.get(of) ?? []), at]);
  }
  return [...members.values()].toSorted((one, other) => other.length - one.length);
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

function layoutGroup(members: readonly number[], { edges }: Flow, way: Way): GroupLayout {
  const graph = layeredGraph({ ranksep: way === "across" ? 22 : 16, nodesep: 12 }, way);
  const isMember = new Set(members);
  for (const member of members) graph.setNode(String(member), { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const [at, from] of edges.from.entries()) {
    const to = edges.to[at] ?? -1;
    if (isMember.has(from) && isMember.has(to) && from !== to) graph.setEdge(String(from), String(to), {});
  }
  dagre.layout(graph);
  return {
    nodes: new Map(members.map((member) => [member, boxOf(graph, String(member))])),
    edges: new Map(
      graph.edges().map(({ v, w }) => {
        const { points } = graph.edge(v, w);
        return [edgeKey(v, w), points.map(({ x, y }): Point => [x, y])];
      }),
    ),
    ...sizeOf(graph),
  };
}

type Layered = InstanceType<typeof dagre.graphlib.Graph>;

function layeredGraph(distances: { readonly ranksep: number; readonly nodesep: number }, way: Way): Layered {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: way === "across" ? "LR" : "TB", quality: "fast", ...distances });
  return graph;
}

function boxOf(graph: Layered, id: string): Box {
  const { x, y, width, height } = graph.node(id);
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function sizeOf(graph: Layered): Size {
  const { width = 0, height = 0 } = graph.graph() ?? {};
  return { width, height };
}

function edgeKey(from: number | string, to: number | string): string {
  return `${from} ${to}`;
}

/** Over what of these points is between them, from the right of one to the left of the other, or from bottom to top. */
function ended(from: Box, over: readonly Point[], to: Box, way: Way): readonly Point[] {
  const across = way === "across";
  const start: Point = across
    ? [from.x + from.width, from.y + from.height / 2]
    : [from.x + from.width / 2, from.y + from.height];
  const end: Point = across ? [to.x, to.y + to.height / 2] : [to.x + to.width / 2, to.y];
  const along = across ? 0 : 1;
  return [start, ...over.filter((point) => point[along] > start[along] && point[along] < end[along]), end];
}
