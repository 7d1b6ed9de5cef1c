/** Finds it when it is first asked for, and no other time. */
export function once<Found extends object>(find: () => Found): () => Found {
  let found: Found | undefined;
  return () => {
    found ??= find();
    return found;
  };
}
