import * as z from "zod";
import { LEAST_ANSWER_TOKENS, type Limits } from "../config/limits.ts";
import { aborted } from "../feldera/aborted.ts";
import type { Feldera } from "../feldera/api/call.ts";
import type { EndpointName } from "../feldera/endpoints.ts";
import type { Source } from "../feldera/source.ts";
import { timeLimited } from "../feldera/time-limit.ts";
import type { Analyses } from "../processes/analyses.ts";
import { renderDefect, renderExplanation } from "../text/explanation.ts";
import { Page } from "../text/page/page.ts";
import { type Words, words } from "../text/page/words.ts";
import { ToolError } from "../tools/errors.ts";
import { explain } from "../tools/explain/explain.ts";
import { keptProfiles } from "../tools/profiles/kept-profiles.ts";
import { keptPrograms } from "../tools/profiles/program-places.ts";
import type { Hints, OutputFiles, Tool, ToolContext } from "../tools/tool.ts";
import type { Cleaner } from "../untrusted/cleaner.ts";
import type { ClientArgument } from "./arguments/client-arguments.ts";
import { fitted } from "./arguments/fit.ts";
import { argumentsObject, readArguments } from "./arguments/read.ts";
import { didYouMean } from "./nearest.ts";
import type { SwitchedOff } from "./toolsets.ts";

/** Where the answers of a call come from. */
export interface Sources {
  /** Whether a call may name a `collection`: the source is a support bundle. */
  readonly hasCollections: boolean;
  readonly open: (collection: string | undefined) => Promise<Source>;
  /** Lets go of connections and files. */
  readonly close: () => Promise<void>;
}

export interface RegistryOptions {
  readonly tools: readonly Tool[];
  /** Undefined for a tool that is on. */
  readonly switchedOff: (tool: Tool) => SwitchedOff | undefined;
  readonly limits: Limits;
  readonly sources: Sources;
  readonly cleaner: Cleaner;
  /** Where analyses run. */
  readonly analyses: Analyses;
  readonly files: OutputFiles;
  /** A fresh mark for the fences of one answer, which no author of a quoted text can know. */
  readonly newMark: () => string;
  /** Takes a line about a defect of this server. */
  readonly reportDefect: (line: string) => void;
}

export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { type: "object"; [keyword: string]: unknown };
  readonly annotations: Hints;
}

export interface Answer {
  readonly text: string;
  readonly isError: boolean;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Called once a second from the first on, with what the call is waiting for. */
  readonly onProgress?: (seconds: number, doing: string) => void;
}

/** A name that no tool has: a mistake in the protocol, not in the call. */
export class UnknownTool extends Error {
  override readonly name = "UnknownTool";

  constructor(tool: string, known: readonly string[]) {
    super(String(words`there is no tool ${tool}`) + didYouMean(tool, known));
  }
}

export interface Registry {
  readonly list: () => readonly ListedTool[];
  /** @throws UnknownTool; every other failure is an answer with `isError`. */
  readonly call: (name: string, args: unknown, options?: CallOptions) => Promise<Answer>;
  /** What switches a tool on that is off. @throws UnknownTool */
  readonly remedyIfOff: (name: string) => Words | undefined;
  /**
   * Names to choose from, asked of Feldera within `limits.completeMs`. One that holds a secret or what cannot be seen
   * is left out: cleaned, it would name nothing.
   *
   * @throws FelderaError, BundleError
   */
  readonly names: (
    question: (feldera: Feldera) => Promise<readonly string[]>,
    signal?: AbortSignal,
  ) => Promise<string[]>;
  /** Lets go of what the calls have opened. */
  readonly close: () => Promise<void>;
}

/** The tools, each with the arguments that all share, and the one way in which every call runs. */
export function createRegistry(options: RegistryOptions): Registry {
  const { limits, cleaner, sources, analyses } = options;
  const shared = sharedArguments(options);
  const profiles = keptProfiles(limits);
  const programs = keptPrograms(limits);
  const tools = new Map(
    options.tools.map((tool) => [tool.name, { tool, input: tool.input.extend(shared.shape) }]),
  );
  let listed: ListedTool[] | undefined;

  function toolNamed(name: string) {
    const entry = tools.get(name);
    if (entry === undefined) throw new UnknownTool(name, [...tools.keys()]);
    return entry;
  }

  async function call(
    name: string,
    args: unknown,
    { signal, onProgress }: CallOptions = {},
  ): Promise<Answer> {
    const entry = toolNamed(name);
    const off = options.switchedOff(entry.tool);
    if (off !== undefined) return { text: `${off.why} ${off.remedy}`, isError: true };
    const page = (maxTokens: number) =>
      new Page(
        { maxTokens, maxTokensMax: limits.answerTokensMax, lineChars: limits.answerLineChars },
        options.newMark(),
      );
    let source: Source | undefined;
    try {
      const { args: read, leftOut } = readArguments(entry.input, args);
      const { max_tokens, collection, ...own } = { ...read, ...SharedArguments.parse(read) };
      const { scope, end } = scopeOf(signal, entry.tool.timeLimitMs(own, limits));
      const progress = progressOf(onProgress);
      try {
        source = await sources.open(collection);
        const felderaOf = (from: Source) => ({ source: from, scope, limits, learn: cleaner.learn });
        const context: ToolContext = {
          feldera: felderaOf(source),
          limits,
          cleaner,
          prepareAnalysis: analyses.prepare,
          analyse: (job, input) => analyses.run(job, input, scope.signal),
          profiles,
          programs,
          ...options.files,
          async otherCollection(other: string) {
            if (!sources.hasCollections) throw noCollections();
            return felderaOf(await sources.open(other));
          },
          progress: progress.say,
        };
        const answer = await unlessAborted(
          entry.tool.answer(own, context),
          scope.signal,
          entry.tool.endpoint,
        );
        const text = page(max_tokens);
        answer.render(text);
        for (const argument of leftOut) text.line(leftOutWords(argument));
        return { text: String(text), isError: false };
      } finally {
        progress.stop();
        end();
      }
    } catch (error) {
      return failed(error, args, source, page(limits.answerTokens));
    }
  }

  async function failed(
    error: unknown,
    args: unknown,
    source: Source | undefined,
    page: Page,
  ): Promise<Answer> {
    const { pipeline_name } =
      NamedPipeline.safeParse(fitted(NamedPipeline, argumentsObject(args))).data ?? {};
    const explanation = await explain(error, {
      pipeline_name,
      source,
      cleaner,
      limits,
    });
    if (explanation === undefined) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      options.reportDefect(cleaner.text(stack));
      renderDefect(page);
    } else {
      renderExplanation(explanation, page);
    }
    return { text: String(page), isError: true };
  }

  return {
    list: () =>
      (listed ??= [...tools.values()]
        .filter(({ tool }) => options.switchedOff(tool) === undefined)
        .map(({ tool, input }) => listedTool(tool, input))),
    call,
    remedyIfOff: (name) => options.switchedOff(toolNamed(name).tool)?.remedy,
    async names(question, signal) {
      const { scope, end } = scopeOf(signal, limits.completeMs);
      const asked = sources
        .open(undefined)
        .then((source) => question({ source, scope, limits, learn: cleaner.learn }));
      const names = await unlessAborted(asked, scope.signal, "list_pipelines").finally(end);
      return [...new Set(names)].filter((name) => cleaner.text(name) === name);
    },
    async close() {
      analyses.close();
      await sources.close();
    },
  };
}

const NamedPipeline = z.looseObject({ pipeline_name: z.string().optional() });

const SharedArguments = z.object({ max_tokens: z.int(), collection: z.string().optional() });

/** `max_tokens` for every tool, and `collection` where the source is a bundle. */
function sharedArguments({ limits, sources }: RegistryOptions): z.ZodObject {
  const max_tokens = z
    .int()
    .min(LEAST_ANSWER_TOKENS)
    .max(limits.answerTokensMax)
    .default(limits.answerTokens)
    .describe("Tokens at most");
  const collection = z
    .string()
    .max(100)
    .optional()
    .describe("Collection of the bundle: index (0 = newest, the default) or time");
  return sources.hasCollections ? z.object({ max_tokens, collection }) : z.object({ max_tokens });
}

function leftOutWords({ name, client }: ClientArgument): Words {
  return words`(The argument ${name}, which ${client} adds to its calls, is none of this tool's and was left out.)`;
}

function noCollections(): ToolError {
  return new ToolError(
    words`This server reads a live Feldera: there are no collections to compare with.`,
    words`Name the profile_id of an earlier answer, or start a server with --bundle to compare collections.`,
  );
}

/** What a call may take; `end` says that it is over. */
function scopeOf(
  followed: AbortSignal | undefined,
  limitMs: number,
): { scope: ToolContext["feldera"]["scope"]; end: () => void } {
  const { signal, end } = timeLimited(followed, limitMs);
  return { scope: { signal, deadlineMs: performance.now() + limitMs }, end };
}

/** A call ends when its time is up or it is cancelled, whatever it was doing. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, endpoint: EndpointName): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => setImmediate(() => reject(aborted(signal, endpoint)));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function progressOf(onProgress: CallOptions["onProgress"]): {
  say: (doing: string) => void;
  stop: () => void;
} {
  let doing = "waiting for Feldera";
  let seconds = 0;
  const timer = onProgress && setInterval(() => onProgress(++seconds, doing), 1000);
  return {
    say: (now) => {
      doing = now;
    },
    stop: () => clearInterval(timer),
  };
}

function listedTool({ name, title, description, hints }: Tool, input: z.ZodObject): ListedTool {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(input, {
    io: "input",
    // A string too long is refused at the call; listing how long it may be would cost every session its tokens.
    override({ jsonSchema }) {
      delete jsonSchema.minLength;
      delete jsonSchema.maxLength;
    },
  });
  return {
    name,
    title,
    description,
    inputSchema: { ...schema, type: "object" },
    annotations: hints,
  };
}
