/** Where in the user's own Rust functions a panic happened, if it did. */
export interface UdfPlace {
  readonly in_udf: boolean;
  /** The function that was running. */
  readonly udf?: string;
  /** FILE:LINE:COLUMN, of the user's file without its folders. */
  readonly location?: string;
}

const UDF_FILE = /(?:^|\/)udf\.rs(?=:)/;
const UDF_FUNCTION = /\bfeldera_pipe_\w+_globals::udf::([^\s:<({]+)/;

/** @param location FILE:LINE:COLUMN as Rust prints it */
export function udfPlace(location: string | undefined, backtrace: string): UdfPlace {
  const in_udf = location !== undefined && UDF_FILE.test(location);
  const udf = in_udf ? UDF_FUNCTION.exec(backtrace)?.[1] : undefined;
  const shown = in_udf ? location.replace(/^.*\/(?=udf\.rs:)/, "") : location;
  return {
    in_udf,
    ...(udf !== undefined && { udf }),
    ...(shown !== undefined && { location: shown }),
  };
}
