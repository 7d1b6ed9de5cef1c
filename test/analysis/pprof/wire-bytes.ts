/** Protobuf by hand, so that tests can write what no encoder would. */

export type Bytes = readonly number[];

export function varint(value: number | bigint): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

export function numberField(field: number, value: number | bigint): Bytes {
  return [...varint(field * 8), ...varint(value)];
}

export function bytesField(field: number, content: Bytes): Bytes {
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
}

export function textField(field: number, text: string): Bytes {
  return bytesField(field, [...Buffer.from(text)]);
}

/** Fields of profile.proto's Profile. */
export const valueType = (type: number, unit: number) =>
  bytesField(1, [...numberField(1, type), ...numberField(2, unit)]);
export const sample = (locations: readonly (number | bigint)[], values: readonly (number | bigint)[]) =>
  bytesField(2, [...bytesField(1, locations.flatMap(varint)), ...bytesField(2, values.flatMap(varint))]);
export const mapping = (id: number, file: number) =>
  bytesField(3, [...numberField(1, id), ...numberField(5, file)]);
export const location = (
  id: number | bigint,
  mappingId: number,
  lines: readonly (readonly [number, number])[],
) =>
  bytesField(4, [
    ...numberField(1, id),
    ...numberField(2, mappingId),
    ...lines.flatMap(([functionId, line]) =>
      bytesField(4, [...numberField(1, functionId), ...numberField(2, line)]),
    ),
  ]);
export const functionEntry = (id: number, name: number, file = 0) =>
  bytesField(5, [
    ...numberField(1, id),
    ...numberField(2, name),
    ...numberField(3, name),
    ...numberField(4, file),
  ]);
export const strings = (...texts: readonly string[]) => texts.flatMap((text) => textField(6, text));

/** Tables that small profiles share: functions 1 main, 2 work, 3 inlined; a location of each and more. */
export const TABLES: Bytes = [
  ...valueType(1, 2),
  ...mapping(1, 3),
  ...location(1, 1, [[1, 10]]),
  ...location(2, 1, [[2, 20]]),
  ...location(3, 1, [
    [3, 30],
    [2, 21],
  ]),
  ...location(4, 1, []),
  ...functionEntry(1, 4),
  ...functionEntry(2, 5, 7),
  ...functionEntry(3, 6),
  ...strings("", "inuse_space", "bytes", "/bin/app", "main", "work", "inlined", "src/work.rs"),
];
