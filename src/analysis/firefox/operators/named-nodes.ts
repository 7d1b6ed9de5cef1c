import type { ProfilePlaces } from "../profile-places.ts";

/** Whether a node of the circuit is meant by a name: its own id, or the handle or compiler's name of its operator. */
export function nodesNamed(
  name: string | undefined,
  { ofNodes }: ProfilePlaces,
): (nodeId: string) => boolean {
  return (nodeId) => {
    if (name === undefined) return false;
    const place = ofNodes[nodeId]?.place;
    return nodeId === name || place?.handle === name || place?.operator === name;
  };
}
