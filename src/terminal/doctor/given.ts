import type { Environment, Flags } from "../../config/given.ts";
import { SETTINGS, type Setting } from "../../config/settings.ts";

/** The flags and variables that are set, by their names: their values may be secret. */
export function givenNames({ values, switches, limits }: Flags, env: Environment): string[] {
  const flags = [...values.keys(), ...switches, ...(limits.length > 0 ? ["limit"] : [])];
  const variables = Object.values<Setting>(SETTINGS)
    .flatMap(({ env: variable, alias }) => [variable, ...(alias === undefined ? [] : [alias])])
    .filter((variable) => env[variable]);
  return [...flags.map((flag) => `--${flag}`), ...variables];
}
