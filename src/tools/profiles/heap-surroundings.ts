import type { CratePlace } from "../../analysis/operators/crate-places.ts";
import { type Resident, residentOf } from "../../analysis/stats/resident.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { within } from "../../feldera/api/within.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import { partOf } from "../../feldera/parts/part.ts";
import type { ToolContext } from "../tool.ts";
import { programPlaces } from "./program-places.ts";

/** What is told beside a profile's sites; each part may be missing. */
export interface HeapSurroundings {
  /** Where SQL operators come from, by the hash of their crates. */
  readonly places?: Readonly<Record<string, CratePlace>>;
  readonly placesMissing?: MissingPart;
  readonly resident?: Resident;
  readonly residentMissing?: MissingPart;
}

/** @param isOfNow whether the profile is of now, as statistics are */
export async function heapSurroundings(
  pipeline_name: string,
  isOfNow: boolean,
  context: ToolContext,
): Promise<HeapSurroundings> {
  context.progress("reading the program and the statistics");
  const [program, stats] = await Promise.all([
    programPlaces(context, pipeline_name),
    isOfNow
      ? partOf(getStats(within(context.feldera, context.limits.programPlacesMs), pipeline_name))
      : undefined,
  ]);
  const resident = stats?.value && residentOf(stats.value);
  return {
    ...(program.missing ? { placesMissing: program.missing } : { places: program.value.ofCrate }),
    ...(resident && { resident }),
    ...(stats?.missing && { residentMissing: stats.missing }),
  };
}
