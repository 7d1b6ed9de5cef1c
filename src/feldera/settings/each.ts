/** The same made of each member of a table, under the same keys. */
export function each<Key extends string, From, To>(
  table: Readonly<Record<Key, From>>,
  make: (from: From) => To,
): Record<Key, To>;
export function each<From>(table: Readonly<Record<string, From>>, make: (from: From) => unknown): object {
  return Object.fromEntries(Object.entries(table).map(([key, from]) => [key, make(from)]));
}
