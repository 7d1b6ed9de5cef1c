import { ConfigError } from "./error.ts";

/** Names of clients, by the SHA-256 of their tokens, in lower-case hex. */
export type Tokens = ReadonlyMap<string, string>;

/**
 * Reads a file of hashed tokens: `NAME sha256:HEX` a line, empty lines and lines behind `#` aside.
 *
 * @param from what names the file, for errors
 * @throws ConfigError which does not repeat a line: it may hold a token by mistake
 */
export function parseTokens(text: string, from: string): Tokens {
  const tokens = new Map<string, string>();
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, hash] = /^\s*(\S+)\s+sha256:([0-9a-fA-F]{64})\s*$/.exec(line) ?? [];
    if (name === undefined || hash === undefined) {
      throw new ConfigError(
        `${from}: line ${index + 1} is no name and hash; write NAME sha256:HEX with the 64 digits of the token's SHA-256`,
      );
    }
    tokens.set(hash.toLowerCase(), name);
  }
  if (tokens.size === 0)
    throw new ConfigError(`${from}: the file holds no token, so that nobody could call; add one`);
  return tokens;
}
