import type { CallOptions } from "../mcp/tool-call.ts";

/** What is needed of a stream that may be a terminal. */
export interface MaybeTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CLEAR_LINE = "\r\u001b[K";

/** A line that tells a person what a call is waiting for, and goes when it has ended; nothing where nobody looks. */
export function terminalProgress(stream: MaybeTerminal): {
  readonly options: CallOptions;
  readonly end: () => void;
} {
  if (stream.isTTY !== true) return { options: {}, end: () => {} };
  const width = (stream.columns ?? 80) - 1;
  return {
    options: {
      onProgress: (seconds, doing) =>
        stream.write(`${CLEAR_LINE}${`${seconds} s: ${doing}`.slice(0, width)}`),
    },
    end: () => stream.write(CLEAR_LINE),
  };
}
