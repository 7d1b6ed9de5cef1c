/** The list's members, for what is said of each; of an empty list everything could be said. */
export function atLeastOne<T>(list: Iterable<T>): T[] {
  const members = [...list];
  if (members.length === 0) throw new Error("the list is empty");
  return members;
}
