/** The most values that the protocol lets a completion have. */
const MOST_VALUES = 100;

export type Completion = {
  readonly values: string[];
  /** All that match, those that are left out with them. */
  readonly total: number;
  readonly hasMore: boolean;
};

/** The choices that begin with `value`, then those that contain it, in any case; otherwise in their own order. */
export function matching(choices: readonly string[], value: string): Completion {
  const wanted = value.toLowerCase();
  const places = choices.map((choice) => ({ choice, place: choice.toLowerCase().indexOf(wanted) }));
  const found = [
    ...places.filter(({ place }) => place === 0),
    ...places.filter(({ place }) => place > 0),
  ].map(({ choice }) => choice);
  return {
    values: found.slice(0, MOST_VALUES),
    total: found.length,
    hasMore: found.length > MOST_VALUES,
  };
}
