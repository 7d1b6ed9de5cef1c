import type { Writable } from "node:stream";
import { parseCommandLine } from "../../config/command-line.ts";
import type { Config } from "../../config/config.ts";
import { ConfigError } from "../../config/error.ts";
import type { Environment } from "../../config/given.ts";
import { isHttp, loadConfig } from "../../config/load.ts";
import { VERSION } from "../../version.ts";
import { openClient } from "../stdio/client.ts";
import type { WriteStdout } from "../stdio/stdout.ts";
import { type EarlyAnswers, earlyAnswers } from "./answers.ts";
import { offersTools } from "./lists.ts";

const NEWLINE = 10;

export interface EarlyStart {
  readonly args: readonly string[];
  readonly env: Environment;
  /** Path of the bundle that `--demo` serves. */
  readonly demoBundle: string;
  readonly writeStdout: WriteStdout;
}

/** A client that has been answered, and waits for more. */
export interface Begun {
  readonly config: Config;
  /** What is written to the client. */
  readonly output: Writable;
  /** The line of the handshake, if there has been one. */
  readonly handshake: string | undefined;
}

/**
 * Answers what a client asks before it calls anything, as the server would, byte for byte: it follows from the build and
 * the settings, and is here as data. Resolves at the first line that asks for more, or is not beyond doubt: stdin then
 * has that line and all behind it. Undefined where nothing can be answered so: for commands, over HTTP, for a support
 * bundle, and for settings that are wrong, or change what the lists say.
 */
export async function answerEarly({
  args,
  env,
  demoBundle,
  writeStdout,
}: EarlyStart): Promise<Begun | undefined> {
  if (process.stdin.isTTY) return undefined;
  const config = plainConfig(args, env, demoBundle);
  if (config === undefined) return undefined;
  const { limits } = config;
  const output = openClient({ limits, writeStdout, exitCode: 0 });
  const handshake = await answered(earlyAnswers(config, VERSION), output, limits.earlyLineBytes);
  return { config, output, handshake };
}

/** The settings of a server that asks a running Feldera, where the lists hold for them. */
export function plainConfig(
  args: readonly string[],
  env: Environment,
  demoBundle: string,
): Config | undefined {
  try {
    const { command, flags } = parseCommandLine(args);
    if (command.name !== "serve" || isHttp(flags, env)) return undefined;
    const config = loadConfig(flags, env, demoBundle);
    const { source, structured, instancesFile } = config;
    return source.kind === "feldera" && !structured && !instancesFile && offersTools(config)
      ? config
      : undefined;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** Answers the lines of stdin as long as it can. Returns the line of the last handshake. */
function answered(
  answerTo: EarlyAnswers,
  output: Writable,
  maxLineBytes: number,
): Promise<string | undefined> {
  const { stdin } = process;
  let handshake: string | undefined;
  let unread: Buffer = Buffer.alloc(0);
  return new Promise((resolve) => {
    stdin.on("data", function read(chunk: Buffer) {
      unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
      for (let end = unread.indexOf(NEWLINE); end !== -1; end = unread.indexOf(NEWLINE)) {
        const answer = answerTo(unread.subarray(0, end));
        if (answer === undefined) break;
        if (answer.json !== undefined) output.write(`${answer.json}\n`);
        handshake = answer.handshake ?? handshake;
        unread = unread.subarray(end + 1);
      }
      if (!unread.includes(NEWLINE) && unread.length <= maxLineBytes) return;
      stdin.off("data", read).pause();
      stdin.unshift(unread);
      resolve(handshake);
    });
  });
}
