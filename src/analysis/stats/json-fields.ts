import * as z from "zod";

const Fields = z.record(z.string(), z.unknown());

export type Fields = z.infer<typeof Fields>;

/** Undefined of what is no object. */
export function fieldsOf(value: unknown): Fields | undefined {
  return Fields.safeParse(value).data;
}

/** The fields of a text of JSON; undefined where it is no object, or not whole. */
export function objectOf(text: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
