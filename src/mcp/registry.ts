import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Feldera } from "../feldera/api/call.ts";
import { type Words, words } from "../text/page/words.ts";
import { keptProfiles } from "../tools/profiles/kept-profiles.ts";
import { keptPrograms } from "../tools/profiles/kept-programs.ts";
import type { Hints, Tool } from "../tools/tool.ts";
import { PAGE_TOOL, PICTURED } from "./apps/names.ts";
import { sharedArguments } from "./arguments/shared.ts";
import { scopeOf, unlessAborted } from "./call-scope.ts";
import { didYouMean } from "./nearest.ts";
import type { Sources } from "./sources.ts";
import { type OutputSchema, outputSchema } from "./structured/shape.ts";
import {
  type Answer,
  type CallOptions,
  callTool,
  type Kept,
  type OfferedTool,
  type Serving,
} from "./tool-call.ts";
import type { SwitchedOff } from "./toolsets.ts";

export interface RegistryOptions<OneTool extends Tool | UnreadTool>
  extends Omit<Serving, "keptOf" | "isOffered"> {
  readonly tools: readonly OneTool[];
  /** Undefined for a tool that is on. */
  readonly switchedOff: (tool: OneTool) => SwitchedOff | undefined;
  /** Whether other servers may have answered the calls before. */
  readonly isReplica?: boolean;
  /** The page of pictures, as a file. */
  readonly picturesPage?: URL;
}

/** A tool whose module is read when it is called first. */
export interface UnreadTool {
  readonly name: string;
  readonly toolset: string;
  readonly changesFeldera: boolean;
  /** As clients list it. */
  readonly listed: ListedTool;
  readonly read: () => Promise<Tool>;
}

export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: string; readonly [keyword: string]: unknown };
  readonly outputSchema?: OutputSchema;
  readonly annotations: Partial<Hints>;
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
  /** What the page of pictures calls, which no other client is told of; undefined where nothing can be looked at. */
  readonly pageTool: () => Promise<ListedTool | undefined>;
  /** The page of pictures. @throws where it was not built */
  readonly picturesPage: () => Promise<string>;
  /** What each call names one of, where there are several. */
  readonly instances: readonly string[] | undefined;
  /** What switches a tool on that is off. @throws UnknownTool */
  readonly remedyIfOff: (name: string) => Words | undefined;
  /** Whether no setting of an operator switches a tool on that is off. @throws UnknownTool */
  readonly isOffForGood: (name: string) => boolean;
  /**
   * Names to choose from, asked of Feldera within `limits.completeMs`. One that holds a secret or what cannot be seen
   * is left out: cleaned, it would name nothing. Those of all instances, where none is named.
   *
   * @throws FelderaError, BundleError
   */
  readonly names: (
    question: (feldera: Feldera) => Promise<readonly string[]>,
    signal?: AbortSignal,
    instance?: string,
  ) => Promise<string[]>;
  /** Lets go of what the calls have opened. */
  readonly close: () => Promise<void>;
}

/** The tools, each with the arguments that all share. */
export function createRegistry<OneTool extends Tool | UnreadTool>(
  options: RegistryOptions<OneTool>,
): Registry {
  const { limits, sources, analyses, structured } = options;
  const ofReading = argumentsOf(sources.instances);
  const ofChanging = argumentsOf(sources.instances?.filter(({ readOnly }) => !readOnly));
  const tools = new Map(options.tools.map((tool) => [tool.name, tool]));
  const serving = {
    ...options,
    keptOf: keptByInstance(() => ({
      profiles: keptProfiles(limits, options.isReplica),
      programs: keptPrograms(limits),
    })),
    isOffered(name: string) {
      const tool = tools.get(name);
      return tool !== undefined && options.switchedOff(tool) === undefined;
    },
  };
  let listed: ListedTool[] | undefined;

  function argumentsOf(instances: Sources["instances"]): z.ZodObject {
    const names = instances?.map(({ name }) => name);
    return sharedArguments(limits, {
      hasCollections: sources.hasCollections,
      ...(names && { instances: names }),
    });
  }

  function toolNamed(name: string): OneTool {
    const tool = tools.get(name);
    if (tool === undefined) throw new UnknownTool(name, [...tools.keys()]);
    return tool;
  }

  function offered(tool: Tool): OfferedTool {
    const shared = tool.changesFeldera ? ofChanging : ofReading;
    return { tool, input: tool.input.extend(shared.shape) };
  }

  async function pageTool(): Promise<OfferedTool | undefined> {
    if (!PICTURED.some(serving.isOffered)) return undefined;
    return offered((await import("../tools/pictures/read-picture.ts")).readPicture);
  }

  return {
    instances: sources.instances?.map(({ name }) => name),
    async pageTool() {
      const tool = await pageTool();
      return tool && listedTool(tool, false);
    },
    picturesPage: () => pageAt(options.picturesPage),
    list: () =>
      (listed ??= [...tools.values()]
        .filter((tool) => options.switchedOff(tool) === undefined)
        .map((tool) => ("listed" in tool ? tool.listed : listedTool(offered(tool), structured)))),
    async call(name, args, callOptions = {}) {
      const ofPage = callOptions.showsPictures && name === PAGE_TOOL ? await pageTool() : undefined;
      if (ofPage !== undefined) return callTool(ofPage, args, callOptions, serving);
      const tool = toolNamed(name);
      const off = options.switchedOff(tool);
      if (off !== undefined) return { text: `${off.why} ${off.remedy}`, isError: true };
      return callTool(offered("read" in tool ? await tool.read() : tool), args, callOptions, serving);
    },
    remedyIfOff: (name) => options.switchedOff(toolNamed(name))?.remedy,
    isOffForGood: (name) => options.switchedOff(toolNamed(name))?.isForGood === true,
    names: (question, signal, instance) => namesAsked(question, { signal, instance }, options),
    async close() {
      analyses.close();
      await sources.close();
    },
  };
}

async function pageAt(file: URL | undefined): Promise<string> {
  if (file === undefined) throw new Error("this server has no page of pictures");
  const { readFile } = await import("node:fs/promises");
  return readFile(file, "utf8");
}

async function namesAsked(
  question: (feldera: Feldera) => Promise<readonly string[]>,
  { signal, instance }: { readonly signal: AbortSignal | undefined; readonly instance: string | undefined },
  { limits, sources, cleaner }: Pick<Serving, "limits" | "sources" | "cleaner">,
): Promise<string[]> {
  const { scope, end } = scopeOf(signal, limits.completeMs);
  const ask = async (of: string | undefined) =>
    question({ source: await sources.open(undefined, of), scope, limits, learn: cleaner.learn });
  const isOfOne = sources.instances === undefined || instance !== undefined;
  const asked = isOfOne ? ask(instance) : ofAny(sources.instances, ask);
  const names = await unlessAborted(asked, scope.signal, "list_pipelines").finally(end);
  return [...new Set(names)].filter((name) => cleaner.text(name) === name);
}

/** One that does not answer does not keep the names of the others back. */
async function ofAny(
  instances: readonly { readonly name: string }[],
  ask: (instance: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const asked = await Promise.allSettled(instances.map(({ name }) => ask(name)));
  return asked.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
}

/** What is kept of one instance tells nothing of another, whose pipelines may have the same names. */
function keptByInstance(make: () => Kept): Serving["keptOf"] {
  const all = new Map<string, Kept>();
  return (instance = "") => {
    const kept = all.get(instance) ?? make();
    all.set(instance, kept);
    return kept;
  };
}

function listedTool({ tool, input }: OfferedTool, structured: boolean): ListedTool {
  const { name, title, description, hints } = tool;
  const {
    $schema: _dialect,
    additionalProperties: _strict,
    ...schema
  } = z.toJSONSchema(input, {
    io: "input",
    // What is beyond a bound is refused at the call, with that bound; listing it would cost every session its tokens.
    override({ jsonSchema }) {
      delete jsonSchema.minLength;
      delete jsonSchema.maxLength;
      delete jsonSchema.minimum;
      if (Number(jsonSchema.maximum) > MODEST) delete jsonSchema.maximum;
      if (!jsonSchema.default || isDeepStrictEqual(jsonSchema.default, [])) delete jsonSchema.default;
    },
  });
  // Every tool has it, and the instructions tell of it once.
  const properties = { ...schema.properties, max_tokens: { type: "integer" } };
  return {
    name,
    title,
    description,
    inputSchema: { ...schema, type: "object", properties },
    ...(structured && { outputSchema: outputSchema(tool.facts) }),
    annotations: told(hints),
  };
}

/** A greater number is seldom tried. */
const MODEST = 60;

/** The hints that MCP does not take for granted; of what only reads the others mean nothing. */
function told({ readOnlyHint, destructiveHint, idempotentHint }: Hints): Partial<Hints> {
  if (readOnlyHint) return { readOnlyHint };
  return { readOnlyHint, destructiveHint, ...(idempotentHint && { idempotentHint }) };
}
