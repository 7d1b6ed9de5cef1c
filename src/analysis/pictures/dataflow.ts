import type { CostedOperator, LedgerParts } from "../operators/ledger/costed-operators.ts";
import { sharesOf } from "../operators/ledger/costs.ts";
import type { ProgramOperator } from "../operators/program-operators.ts";
import { operatorFacts, type Pictured, pictured, sumOf } from "./operators.ts";
import type { DataflowFacts } from "./operators-schema.ts";

type Edge = readonly [from: number, to: number];

/** The operators of a program, and what flows from one to another. */
export function picturedDataflow(now: LedgerParts, baseline: LedgerParts | undefined): DataflowFacts {
  const all = pictured(now, baseline);
  const relations = relationsOf(all.all);
  const relationOf = new Map(
    relations.flatMap(({ members }, at) => members.map((one) => [one, at] as const)),
  );
  const relation = all.all.map((one) => relationOf.get(one) ?? -1);
  const edges = edgesOf(all);
  const between = edges.map(([from, to]): Edge => [relation[from] ?? -1, relation[to] ?? -1]);
  return {
    picture: "dataflow",
    ...operatorFacts(all),
    relations: relations.map(({ kind, name, members }) => {
      const costs = sumOf(members);
      return { kind, name, operators: members.length, costs, shares: sharesOf(costs, all.totals) };
    }),
    relation,
    edges: ends(edges),
    relation_edges: ends(between.filter(([from, to]) => from >= 0 && to >= 0)),
  };
}

interface PicturedRelation {
  readonly kind: "table" | "view";
  readonly name: string;
  readonly members: CostedOperator[];
}

/** In the order of the program, as far as lines tell it. */
function relationsOf(operators: readonly CostedOperator[]): PicturedRelation[] {
  const found = new Map<string, PicturedRelation>();
  for (const one of operators) {
    const relation = one.owner.place?.relation;
    if (relation === undefined) continue;
    const key = `${relation.kind} ${relation.name}`;
    const known = found.get(key) ?? { ...relation, members: [] };
    found.set(key, known);
    known.members.push(one);
  }
  const firstLine = ({ members }: PicturedRelation) =>
    members.reduce(
      (least, { owner }) => Math.min(least, owner.place?.line ?? least),
      Number.POSITIVE_INFINITY,
    );
  return [...found.values()].toSorted((a, b) => {
    const [lineA, lineB] = [firstLine(a), firstLine(b)];
    return lineA === lineB ? 0 : lineA - lineB;
  });
}

/** As the compiler has them; where its graph was not read, those of the circuit between nodes of different operators. */
function edgesOf({ parts: { program, places, profile }, all }: Pictured): Edge[] {
  const positionOf = new Map(all.map(({ owner }, position) => [owner, position]));
  const edge = (from: ProgramOperator | undefined, to: ProgramOperator | undefined): Edge[] => {
    const ends = [from && positionOf.get(from), to && positionOf.get(to)] as const;
    return ends[0] === undefined || ends[1] === undefined ? [] : [[ends[0], ends[1]]];
  };
  if (places !== undefined) {
    return [...places.graph.successors].flatMap(([source, targets]) =>
      targets.flatMap((target) => edge(program.ofName(source.name), program.ofName(target.name))),
    );
  }
  return [...profile.operators.successors].flatMap(([source, targets]) =>
    targets.flatMap((target) => edge(program.ofNode(source.id), program.ofNode(target.id))),
  );
}

/** Each edge once, without those from one to itself. */
function ends(edges: readonly Edge[]): DataflowFacts["edges"] {
  const unique = new Map(edges.filter(([from, to]) => from !== to).map((edge) => [edge.join(), edge]));
  const list = [...unique.values()];
  return { from: list.map(([from]) => from), to: list.map(([, to]) => to) };
}
