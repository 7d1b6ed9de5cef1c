import * as z from "zod";
import { createCleaner } from "../../untrusted/cleaner.ts";
import { analyzeLogs } from "../logs/analyze-logs.ts";
import { LogFacts } from "../logs/log-facts.ts";
import { LEVELS } from "../logs/record.ts";
import { compilePattern } from "../pattern.ts";
import { Bytes, defineJob } from "./job.ts";

const Secrets = z.object({ own: z.array(z.string()), learned: z.array(z.string()) });

/** A pattern of RE2. */
const Pattern = z.object({ source: z.string(), ignoreCase: z.boolean() });

const Options = z.object({
  level: z.enum(LEVELS).optional(),
  /** In ms since the epoch. */
  since: z.number().optional(),
  until: z.number().optional(),
  grep: Pattern.optional(),
  exclude: Pattern.optional(),
  tail: z.int().optional(),
  run: z.enum(["current", "previous", "all"]).optional(),
  dedupe: z.boolean().optional(),
  context: z.int().optional(),
  showConfiguration: z.boolean().optional(),
  maxLineBytes: z.int(),
  maxShownBytes: z.int(),
});
export type LogOptions = z.input<typeof Options>;

/** So many bytes take some 10 ms. */
const SMALL_BYTES = 256 * 1024;

/** Reads a log, its records cleaned of all secrets that the whole log shows and of those that were known before. */
export const logJob = defineJob({
  name: "log",
  isSmall: ({ bytes }) => bytes.length < SMALL_BYTES,
  input: z.object({
    /** The newest of the log. */
    bytes: Bytes,
    /** Older bytes were dropped. */
    startsMidLine: z.boolean(),
    /** What the server's cleaner knows. */
    secrets: Secrets,
    options: Options,
  }),
  output: z.object({
    facts: LogFacts,
    /** What the server's cleaner is to know from now on. */
    secrets: Secrets,
  }),
  /** @throws InvalidPattern */
  run({ bytes, startsMidLine, secrets, options }) {
    const { grep, exclude, ...others } = options;
    const patterns = { grep: grep && compiled(grep), exclude: exclude && compiled(exclude) };
    const cleaner = createCleaner();
    cleaner.takeOver(secrets);
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const log = { text, bytes: bytes.length, startsMidLine, cleaner };
    const facts = analyzeLogs(log, { ...others, ...patterns });
    const { learned } = cleaner.known();
    return { facts, secrets: { own: [], learned: [...learned] } };
  },
});

function compiled({ source, ignoreCase }: z.output<typeof Pattern>) {
  return compilePattern(source, { ignoreCase });
}
