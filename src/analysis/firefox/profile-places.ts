import * as z from "zod";
import { NodePlaces } from "../circuit/node-places-in.ts";
import { CratePlace } from "../operators/crate-places.ts";

/** Where in the SQL program things come from that a profile names. What is not placed is left out. */
export const ProfilePlaces = z.object({
  /** By the hash of the operator's crate. */
  ofCrates: z.record(z.string(), CratePlace),
  /** By the node id of the circuit, each with what the circuit's profile calls its operation. */
  ofNodes: NodePlaces,
});

export type ProfilePlaces = z.infer<typeof ProfilePlaces>;

export const NO_PLACES: ProfilePlaces = { ofCrates: {}, ofNodes: {} };

export const OperatorPlace = CratePlace.extend({
  by: z
    .enum(["node", "crate"])
    .describe("how it is known: by the circuit's node, or by the crate that stands in most of its frames"),
});

export type OperatorPlace = z.infer<typeof OperatorPlace>;
