import { meantBy } from "../../operators/handle-names.ts";
import type { ProfilePlaces } from "../profile-places.ts";

/** Whether a node of the circuit is meant by a name: its own id, or the handle or compiler's name of its operator. */
export function nodesNamed(
  name: string | undefined,
  { ofNodes }: ProfilePlaces,
): (nodeId: string) => boolean {
  if (name === undefined) return () => false;
  const meant = new Set(
    meantBy(Object.entries(ofNodes), name, ([, { place }]) => place).map(([nodeId]) => nodeId),
  );
  return (nodeId) => nodeId === name || meant.has(nodeId);
}
