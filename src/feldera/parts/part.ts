import { FelderaError } from "../errors.ts";
import type { MissingPart } from "./missing-part.ts";

/** A part of an answer, or why it could not be had. */
export type Part<T> =
  | { readonly value: T; readonly missing?: never }
  | { readonly error: FelderaError; readonly missing: MissingPart; readonly value?: never };

/** Lets an answer stand without a part that Feldera does not give. @throws what is no error of Feldera's */
export async function partOf<T>(asked: Promise<T>): Promise<Part<T>> {
  try {
    return { value: await asked };
  } catch (error) {
    if (!(error instanceof FelderaError) || error.kind === "cancelled") throw error;
    const { kind, status, errorCode, message } = error;
    const missing = {
      kind,
      message,
      ...(status !== undefined && { status }),
      ...(errorCode !== undefined && { error_code: errorCode }),
    };
    return { error, missing };
  }
}
