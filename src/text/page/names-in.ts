import { shownNames } from "../functions/rust-name.ts";

/** What to call each of the functions of one answer: two different ones never look the same. */
export function namesIn(names: readonly string[]): (name: string) => string {
  const shown = shownNames(names);
  const byName = new Map(names.map((name, index) => [name, shown[index]]));
  return (name) => {
    const { short, id } = byName.get(name) ?? { short: name };
    return id === undefined ? short : `${short} ${id}`;
  };
}
