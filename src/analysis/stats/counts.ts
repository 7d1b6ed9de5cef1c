/** A count as Feldera gives it: exact, and absent from old runtimes. */
export type Count = number | bigint | null | undefined;

/** Exact to the last digit; undefined where either is unknown. */
export function difference(greater: Count, less: Count): number | bigint | undefined {
  if (greater == null || less == null) return undefined;
  const exact = BigInt(greater) - BigInt(less);
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

/** What `before` grew by, per second; undefined where it is unknown or was counted anew. */
export function perSecond(now: Count, before: Count, windowMs: number): number | undefined {
  const grown = difference(now, before);
  return grown === undefined || grown < 0 ? undefined : (Number(grown) * 1000) / windowMs;
}

export function isAtLeast(count: Count, limit: Count): boolean {
  return count != null && limit != null && count >= limit;
}

export function isPositive(count: Count): boolean {
  return count != null && count > 0;
}

type Known<Fields> = { [Key in keyof Fields]?: NonNullable<Fields[Key]> };

/** The fields that are known: facts leave out the others. */
export function known<Fields extends Readonly<Record<string, unknown>>>(fields: Fields): Known<Fields>;
export function known(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null));
}
