import type { FelderaError } from "../../feldera/errors.ts";
import type { Explanation } from "../../text/explanation.ts";
import type { Circumstances } from "./circumstances.ts";

/** The error's strings and the circumstances have been cleaned. */
export type Explain = (error: FelderaError, circumstances: Circumstances) => Explanation;
