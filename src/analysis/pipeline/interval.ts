const UNIT_MS: Readonly<Record<string, number>> = {
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  WEEK: 7 * 86_400_000,
};

/** So many of a unit of SQL, which may stand in the plural; undefined of months, which differ, and of what is no unit. */
export function millisecondsOf(count: string | undefined, unit: string | undefined): number | undefined {
  const ms = UNIT_MS[(unit ?? "").toUpperCase().replace(/S$/, "")];
  return count === undefined || ms === undefined ? undefined : Number(count) * ms;
}
