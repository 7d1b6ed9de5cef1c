import * as z from "zod";
import type { Connector } from "../schemas/program.ts";

/** How a connector's format divides what it reads into rows, as far as that decides what one bad row takes with it. */
export const Framing = z.object({
  format: z.string(),
  /** JSON: whether a value may go on over line breaks; Feldera's default is that it may. */
  spans_lines: z.boolean().optional(),
  /** JSON: whether rows come in arrays. */
  in_arrays: z.boolean().optional(),
  /** CSV: whether quotes may hold line breaks; Feldera's default is that they may. */
  quotes: z.boolean().optional(),
});

export type Framing = z.infer<typeof Framing>;

/** The settings that make every line a row of its own, by the framing that they mend. */
export const LINE_BY_LINE = {
  json: { name: "lines", value: "single" },
  csv: { name: "quoting", value: "false" },
  array: { name: "array", value: "false" },
} as const;

const JsonFormat = z.looseObject({ lines: z.string().nullish(), array: z.boolean().nullish() });
const CsvFormat = z.looseObject({ quoting: z.boolean().nullish() });

/** Undefined where the connector has no format of its own. */
export function readFraming({ format }: Connector): Framing | undefined {
  const name = format?.name;
  if (name == null) return undefined;
  if (name === "json") {
    const { lines, array } = JsonFormat.safeParse(format?.config ?? {}).data ?? {};
    return { format: name, spans_lines: lines !== "single", in_arrays: array === true };
  }
  if (name === "csv") {
    const { quoting } = CsvFormat.safeParse(format?.config ?? {}).data ?? {};
    return { format: name, quotes: quoting !== false };
  }
  return { format: name };
}
