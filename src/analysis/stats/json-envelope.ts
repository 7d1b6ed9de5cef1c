import { type Fields, fieldsOf, objectOf } from "./json-fields.ts";

/** What stands around a row of JSON, and the row. */
interface Envelope {
  /** The fields outside. */
  readonly outer?: readonly string[];
  readonly format: "raw" | "insert_delete" | "debezium" | "weighted";
  /** Undefined where the text is not whole. */
  readonly row?: Fields;
  /** Debezium's event stands by itself, or a bare row stands where its event would. */
  readonly payload?: "absent" | "has a row";
}

/** @returns undefined where the text is no object, and does not begin as one that is known */
export function envelopeOf(text: string): Envelope | undefined {
  const whole = objectOf(text);
  if (whole === undefined) return BEGINNINGS.find(([pattern]) => pattern.test(text))?.[1];
  return { outer: Object.keys(whole), ...ofObject(whole) };
}

/** Debezium's change events have `op` and `after`, Feldera's own `insert` and `delete`. */
function ofObject(whole: Fields): Envelope {
  const payload = fieldsOf(whole.payload);
  const event = payload ?? whole;
  if ("op" in event && ("after" in event || "before" in event)) {
    const row = fieldsOf(event.after) ?? fieldsOf(event.before) ?? {};
    return { format: "debezium", row, ...(payload === undefined && { payload: "absent" }) };
  }
  if (payload !== undefined && Object.keys(whole).every((key) => key === "payload" || key === "schema")) {
    return { format: "raw", row: payload, payload: "has a row" };
  }
  const change = fieldsOf(whole.insert) ?? fieldsOf(whole.delete) ?? fieldsOf(whole.update);
  if (change !== undefined) return { format: "insert_delete", row: change };
  const weighted = "weight" in whole ? fieldsOf(whole.data) : undefined;
  return weighted === undefined ? { format: "raw", row: whole } : { format: "weighted", row: weighted };
}

/** Of a text whose middle was left out. */
const BEGINNINGS: readonly (readonly [RegExp, Envelope])[] = [
  [
    /^\{\s*"schema"\s*:\s*\{.*(?:"field"\s*:\s*"(?:after|before)"|"op"\s*:\s*"[cdru]")/s,
    { format: "debezium" },
  ],
  [/^\{\s*"payload"\s*:\s*\{\s*"(?:before|after|op|source)"\s*:/, { format: "debezium" }],
  [/^\{\s*"(?:before|after)"\s*:\s*(?:\{|null\b)/, { format: "debezium", payload: "absent" }],
  [/^\{\s*"schema"\s*:\s*\{\s*"type"\s*:\s*"struct"/, { format: "raw", payload: "has a row" }],
  [/^\{\s*"(?:insert|delete|update)"\s*:\s*\{/, { format: "insert_delete" }],
];

/** How many closing braces of an array are tried for the end of its first object. */
const ENDS_TRIED = 20;

/** The first element of an array, as far as it is one with not too many objects in it. */
export function firstElement(array: string): string {
  let end = 0;
  for (let tried = 0; tried < ENDS_TRIED; tried++) {
    end = array.indexOf("}", end) + 1;
    const element = end === 0 ? "" : array.slice(1, end).trim();
    if (end === 0 || objectOf(element) !== undefined) return element;
  }
  return array.slice(1).trimStart();
}
