import type { NamedOperators } from "../../analysis/circuit/named-operators.ts";
import type { ProgramVersion } from "./kept-programs.ts";
import { type PlacesContext, programPlaces } from "./program-places.ts";

/** A text may name hundreds: those of the first panic come first. */
const TOLD = 5;

/**
 * Where the operators come from whose crates a text names; undefined where it names none, and nothing is asked then.
 *
 * @param crates by `cratesNamedIn`
 */
export async function namedOperators(
  crates: readonly string[],
  context: PlacesContext,
  pipeline_name: string,
  version?: ProgramVersion,
): Promise<NamedOperators | undefined> {
  if (crates.length === 0) return undefined;
  const places = await programPlaces(context, pipeline_name, version);
  const { ofCrate, program_version } = places.value ?? {};
  return {
    operators: crates.slice(0, TOLD).map((crate) => {
      const place = ofCrate?.[crate];
      return { crate, ...(place && { place }) };
    }),
    more: Math.max(0, crates.length - TOLD),
    ...(program_version !== undefined && { program_version }),
    ...(places.missing && { missing: places.missing }),
  };
}
