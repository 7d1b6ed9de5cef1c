type Neighbours<Node> = ReadonlyMap<Node, readonly Node[]>;

export interface Nearest<Found> {
  readonly found: Found;
  /** Edges walked to it; 0 for what a node has itself. */
  readonly distance: number;
}

/**
 * For every node the nearest that has something of its own, along edges in both directions; of two equally near,
 * `better` decides, and otherwise the one that the node feeds. Takes time linear in the edges.
 *
 * @param own what nodes have themselves
 * @param better whether the first suits the node better than the second
 */
export function nearestOf<Node, Found>(
  own: ReadonlyMap<Node, Found>,
  successors: Neighbours<Node>,
  predecessors: Neighbours<Node>,
  better: (node: Node, candidate: Found, chosen: Found) => boolean = () => false,
): Map<Node, Nearest<Found>> {
  const nearest = new Map([...own].map(([node, found]) => [node, { found, distance: 0 }]));
  let frontier = [...own.keys()];
  for (let distance = 1; frontier.length > 0; distance++) {
    const reached = new Map<Node, Nearest<Found>>();
    for (const towards of [predecessors, successors]) {
      for (const from of frontier) {
        const found = nearest.get(from)?.found;
        if (found === undefined) continue;
        for (const node of towards.get(from) ?? []) {
          if (nearest.has(node)) continue;
          const chosen = reached.get(node);
          if (chosen === undefined || better(node, found, chosen.found))
            reached.set(node, { found, distance });
        }
      }
    }
    for (const [node, found] of reached) nearest.set(node, found);
    frontier = [...reached.keys()];
  }
  return nearest;
}
