/** What a field of a pprof message holds; `numbers` may be packed. */
export type FieldKind = "number" | "numbers" | "text" | MessageSchema;

export interface MessageSchema {
  readonly name: string;
  /** By field number. */
  readonly fields: Readonly<Record<number, FieldKind>>;
}

const VALUE_TYPE: MessageSchema = { name: "ValueType", fields: numbers(2) };
const MAPPING: MessageSchema = { name: "Mapping", fields: numbers(10) };
const LINE: MessageSchema = { name: "Line", fields: numbers(3) };
const LOCATION: MessageSchema = { name: "Location", fields: { ...numbers(5), 4: LINE } };
const FUNCTION: MessageSchema = { name: "Function", fields: numbers(5) };

export const SAMPLE_FIELD = 2;
export const STRING_FIELD = 6;
export const TIME_FIELD = 9;

/**
 * A profile without its samples.
 *
 * @see https://github.com/google/pprof/blob/main/proto/profile.proto
 */
export const TABLES: MessageSchema = {
  name: "Profile",
  fields: {
    1: VALUE_TYPE,
    3: MAPPING,
    4: LOCATION,
    5: FUNCTION,
    [STRING_FIELD]: "text",
    7: "number",
    8: "number",
    [TIME_FIELD]: "number",
    10: "number",
    11: VALUE_TYPE,
    12: "number",
    13: "numbers",
    14: "number",
    15: "number",
  },
};

function numbers(count: number): Record<number, FieldKind> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [index + 1, "number"]));
}
