import * as z from "zod";

/** The path of a field: `*` stands for every element of an array, and for every key of a record. */
export type FieldPath = readonly string[];

/** The fields that an answer need not have to be taken for one. */
export function optionalFields(schema: z.core.$ZodType): FieldPath[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return optionalFields(schema.unwrap());
  if (schema instanceof z.ZodCatch || schema instanceof z.ZodDefault) return optionalFields(schema.unwrap());
  if (schema instanceof z.ZodArray) return below("*", schema.element);
  if (schema instanceof z.ZodRecord) return below("*", schema.valueType);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([name, field]) => [
    ...(z.safeParse(field, undefined).success ? [[name]] : []),
    ...below(name, field),
  ]);
}

function below(name: string, schema: z.core.$ZodType): FieldPath[] {
  return optionalFields(schema).map((path) => [name, ...path]);
}

/** The same without a field, wherever it stands; the same object where it does not. */
export function lacking(json: object, path: FieldPath): object {
  const [name = "", ...rest] = path;
  const entries = Object.entries(json);
  const kept = entries.flatMap(([key, value]) => {
    if (key !== name && name !== "*") return [[key, value] as const];
    if (rest.length === 0) return [];
    const isDeep = typeof value === "object" && value !== null;
    return [[key, isDeep ? lacking(value, rest) : value] as const];
  });
  const isSame = kept.length === entries.length && kept.every(([, value], i) => value === entries[i]?.[1]);
  if (isSame) return json;
  return Array.isArray(json) ? kept.map(([, value]) => value) : Object.fromEntries(kept);
}
