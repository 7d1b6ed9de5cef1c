import type { Begun } from "../mcp/early/serve.ts";
import type { WriteStdout } from "../mcp/stdio/stdout.ts";

/** What the process was started with. */
export interface Start {
  readonly args: readonly string[];
  readonly writeStdout: WriteStdout;
  /** Path of the bundle that `--demo` serves. */
  readonly demoBundle: string;
  /** The module that runs the analyses. */
  readonly analysisProcess: URL;
  /** The page of pictures. */
  readonly picturesPage: URL;
  /** Where a client has been answered already. */
  readonly begun: Begun | undefined;
}
