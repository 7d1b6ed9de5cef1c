import * as z from "zod";
import type { Connector } from "../schemas/program.ts";

/** What a connector's format takes the text for that it reads; settings that are not set have Feldera's default. */
export const Framing = z.object({
  format: z.string(),
  /** JSON: whether a value may go on over line breaks; Feldera's default is that it may. */
  spans_lines: z.boolean().optional(),
  /** JSON: whether rows come in arrays. */
  in_arrays: z.boolean().optional(),
  /** JSON: what is around a row: nothing (`raw`), `{"insert": …}` (`insert_delete`, the default), or another's. */
  update_format: z.string().optional(),
  /** CSV: whether quotes may hold line breaks; Feldera's default is that they may. */
  quotes: z.boolean().optional(),
  /** CSV: whether the first line has the columns' names, and is skipped. */
  has_header: z.boolean().optional(),
  /** CSV: what is between fields. */
  delimiter: z.string().optional(),
  /** Raw: `lines`, or all of a file or a message as one row (`blob`, Feldera's default); absent where it is not set. */
  mode: z.string().optional(),
});

export type Framing = z.infer<typeof Framing>;

/** The settings that make every line a row of its own, by the framing that they mend. */
export const LINE_BY_LINE = {
  json: { name: "lines", value: "single" },
  csv: { name: "quoting", value: "false" },
  array: { name: "array", value: "false" },
  raw: { name: "mode", value: "lines" },
} as const;

/** The settings of a format that say what its text is. */
export const TEXT_SETTINGS = {
  array: "array",
  updateFormat: "update_format",
  header: "headers",
  delimiter: "delimiter",
  flavor: "json_flavor",
  trim: "trim",
} as const;

const JsonFormat = z.looseObject({
  lines: z.string().nullish(),
  array: z.boolean().nullish(),
  update_format: z.string().nullish(),
});
const CsvFormat = z.looseObject({
  quoting: z.boolean().nullish(),
  headers: z.boolean().nullish(),
  delimiter: z.string().nullish(),
});
const RawFormat = z.looseObject({ mode: z.string().nullish() });

/** Undefined where the connector has no format of its own. */
export function readFraming({ format }: Connector): Framing | undefined {
  const name = format?.name;
  if (name == null) return undefined;
  if (name === "json") {
    const { lines, array, update_format } = JsonFormat.safeParse(format?.config ?? {}).data ?? {};
    return {
      format: name,
      spans_lines: lines !== "single",
      in_arrays: array === true,
      update_format: update_format ?? "insert_delete",
    };
  }
  if (name === "csv") {
    const { quoting, headers, delimiter } = CsvFormat.safeParse(format?.config ?? {}).data ?? {};
    return {
      format: name,
      quotes: quoting !== false,
      has_header: headers === true,
      delimiter: delimiter ?? ",",
    };
  }
  if (name === "raw") {
    const { mode } = RawFormat.safeParse(format?.config ?? {}).data ?? {};
    return { format: name, ...(mode != null && { mode }) };
  }
  return { format: name };
}

/** Formats and transports that have no way to delete a row. */
const INSERT_ONLY_FORMATS: ReadonlySet<string | undefined> = new Set(["csv", "parquet", "raw"]);
const INSERT_ONLY_TRANSPORTS: ReadonlySet<string | undefined> = new Set([
  "datagen",
  "iceberg_input",
  "nexmark",
  "postgres_input",
]);

/** Avro's `update_format` is raw unless set; JSON's is not. */
const AvroFormat = z.looseObject({ update_format: z.string().nullish() });

/** Whether a connector can insert rows and not delete any, as far as its configuration tells. */
export function onlyInserts(connector: Connector): boolean {
  const { format, transport } = connector;
  if (INSERT_ONLY_TRANSPORTS.has(transport?.name ?? undefined)) return true;
  if (format?.name === "avro") {
    return (AvroFormat.safeParse(format.config ?? {}).data?.update_format ?? "raw") === "raw";
  }
  return (
    INSERT_ONLY_FORMATS.has(format?.name ?? undefined) || readFraming(connector)?.update_format === "raw"
  );
}
