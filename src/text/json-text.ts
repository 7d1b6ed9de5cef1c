/** A JSON value as `path = value` lines, without what is null or empty: `storage.backend.name = "default"`. */
export function jsonLines(value: unknown, path = ""): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [`${path} = ${spell(value)}`];
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) {
    return value.length === 0 ? [] : [`${path} = [${value.map(spell).join(", ")}]`];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    jsonLines(inner, path === "" ? key : `${path}.${key}`),
  );
}

function spell(value: unknown): string {
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

/** A JSON value on one line, without the keys whose value is null. */
export function compactJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "bigint") return String(inner);
    return inner === null ? undefined : inner;
  });
}
