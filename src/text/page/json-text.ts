import { stringify } from "lossless-json";

/** A JSON value as `path = value` lines, without what is null or empty: `storage.backend.name = "default"`. */
export function jsonLines(value: unknown, path = ""): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [`${path} = ${spell(value)}`];
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) {
    return value.length === 0 ? [] : [`${path} = [${value.map(spell).join(", ")}]`];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    jsonLines(inner, path === "" ? name(key) : `${path}.${name(key)}`),
  );
}

function name(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

function spell(value: unknown): string {
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

/** A JSON value on one line, without the keys whose value is null. */
export function compactJson(value: unknown): string {
  return stringify(value, (_, inner) => (inner === null ? undefined : inner)) ?? "";
}
