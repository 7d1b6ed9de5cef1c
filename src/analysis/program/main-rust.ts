import * as z from "zod";
import { inflateGzip } from "../gunzip.ts";
import { MalformedInput } from "../malformed.ts";
import { tarFiles } from "./tar.ts";

/** An operator of the compiler's dataflow graph, and the crate that its code was generated into. */
export const GeneratedOperator = z.object({
  /** The 16 hex digits of `feldera_pipe_operator_…`. */
  crate: z.string(),
  /** Its node in the dataflow graph, such as `s10`. */
  node: z.string().exactOptional(),
  /** 64 hex digits. */
  persistentId: z.string().exactOptional(),
});

export type GeneratedOperator = z.infer<typeof GeneratedOperator>;

/** The crate that wires up the circuit, and those of operators: a recursive region's wires up its own. */
const SOURCE = /_main\/src\/main\.rs$|feldera_pipe_operator_[0-9a-f]{16}\/src\/lib\.rs$/;

/** `let s10 = create_operator_…(&circuit, …`, `let (s0, handle_s0) = …`, `let (s3_0,s3_1,) = …`, or without a name. */
const CREATION =
  /(?:^|\n)[ \t]*(?:let ([^=\n]*) = )?create_operator_([0-9a-f]{16})\(&?[A-Za-z_]\w*,([^\n]*)/g;

/**
 * What `program_info.main_rust` tells of a program's operators: base64 of a gzipped tar of the crates that the SQL
 * compiler generated. Several operators share a crate where their code is the same.
 *
 * @throws MalformedInput
 */
export function readMainRust(mainRust: string, maxInflatedBytes: number): GeneratedOperator[] {
  const tar = inflateGzip(Buffer.from(mainRust, "base64"), maxInflatedBytes);
  const operators: GeneratedOperator[] = [];
  for (const { name, content } of tarFiles(tar)) {
    if (!SOURCE.test(name)) continue;
    for (const operator of operatorsCreatedIn(new TextDecoder().decode(content))) operators.push(operator);
  }
  if (operators.length === 0) {
    throw new MalformedInput("generated Rust", "main_rust", "no crate of it creates an operator");
  }
  return operators;
}

function* operatorsCreatedIn(source: string): Generator<GeneratedOperator> {
  for (const [, names = "", crate = "", rest = ""] of source.matchAll(CREATION)) {
    const node = /\b[a-z]+\d+/.exec(names)?.[0];
    const persistentId = /\bSome\("([0-9a-f]{64})"\)/.exec(rest)?.[1];
    yield {
      crate,
      ...(node !== undefined && { node }),
      ...(persistentId !== undefined && { persistentId }),
    };
  }
}
