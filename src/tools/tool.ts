import type { ToolAnnotations } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import type { Analyse } from "../analysis/jobs/job.ts";
import type { PictureArguments } from "../answers/pictures.ts";
import type { Toolset } from "../config/config.ts";
import type { Limits } from "../config/limits.ts";
import type { Feldera } from "../feldera/api/call.ts";
import type { EndpointName } from "../feldera/endpoints.ts";
import type { Page } from "../text/page/page.ts";
import type { Cleaned, Cleaner } from "../untrusted/cleaner.ts";
import { InvalidArguments } from "./errors.ts";
import type { KeptProfiles } from "./profiles/kept-profiles.ts";
import type { KeptPrograms } from "./profiles/kept-programs.ts";

/** All four hints of MCP: a client assumes the worst of one that is left out. */
export type Hints = Required<Omit<ToolAnnotations, "title">>;

/** Asks Feldera and changes nothing; safe to call at the same time as others. */
export const READ_ONLY: Hints = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
};

/** What a tool may use during one call. */
export interface ToolContext {
  readonly feldera: Feldera;
  readonly limits: Limits;
  readonly cleaner: Cleaner;
  /** Has a job done where it holds up no other call: for all that may take long to read. */
  readonly analyse: Analyse;
  /** Whether whoever calls shows pictures: then the picture of an answer is asked for next. */
  readonly showsPictures: boolean;
  /** For before something large is fetched to be analysed: what runs the analysis starts meanwhile. */
  readonly prepareAnalysis: () => void;
  /** The profiles of earlier calls. */
  readonly profiles: KeptProfiles;
  /** The places of earlier calls' programs, for `programPlaces`. */
  readonly programs: KeptPrograms;
  /**
   * Another collection of the support bundle that this server reads.
   *
   * @throws ToolError where it reads a live Feldera, BundleError where the bundle has no such collection
   */
  readonly otherCollection: (collection: string) => Promise<Feldera>;
  /** Says what the call is waiting for, to clients that want to know. */
  readonly progress: (doing: string) => void;
  /**
   * Writes a file into the directory that the operator chose, and returns its path.
   *
   * @throws ToolError where the operator chose none
   */
  readonly save: (fileName: string, content: Uint8Array) => Promise<string>;
  /** For before anything is fetched to be saved. @throws ToolError where the operator chose no directory */
  readonly requireOutputDir: () => void;
}

/** Where a call may leave files. */
export type OutputFiles = Pick<ToolContext, "save" | "requireOutputDir">;

/** What a client is told of a tool. */
interface ToolHead<Input extends z.ZodObject> {
  readonly name: string;
  readonly toolset: Toolset;
  /** Whether a call changes anything in Feldera; files written here do not count. */
  readonly changesFeldera: boolean;
  /** The endpoint that it wraps. */
  readonly endpoint: EndpointName;
  /** The endpoints of which each makes it worth calling offline, where that is not the one that it wraps. */
  readonly offline?: readonly EndpointName[];
  /** Whether it is one that is called first, whose answer tells what of a bundle could not be used. */
  readonly tellsBundle?: true;
  /** Whether its answer is its facts, whole, for a page that asks for them, and no text. */
  readonly givesFacts?: true;
  readonly title: string;
  /** Under 400 characters: what it answers, when to use it, what to call next. */
  readonly description: string;
  readonly hints: Hints;
  /** A strict object; argument names are the API's own. */
  readonly input: Input;
}

export interface ToolDefinition<Input extends z.ZodObject, Facts extends z.ZodObject>
  extends ToolHead<Input> {
  /** The shape of what it answers. */
  readonly facts: Facts;
  /** The time that a call may take, in ms; `limits.callMs` unless given. */
  readonly timeLimitMs?: (args: z.output<Input>, limits: Limits) => number;
  readonly run: (args: z.output<Input>, context: ToolContext) => Promise<z.output<Facts>>;
  readonly render: (answer: Cleaned<z.output<Facts>>, page: Page) => void;
  /** The picture that tells the same, for clients that show pictures; undefined where this answer has none. */
  readonly picture?: (facts: z.output<Facts>) => PictureArguments | undefined;
}

/** A tool, whatever its arguments and facts: what the registry needs of it. */
export interface Tool extends ToolHead<z.ZodObject> {
  readonly facts: z.ZodObject;
  /** Whether its answers can be looked at. */
  readonly hasPicture: boolean;
  readonly timeLimitMs: (args: unknown, limits: Limits) => number;
  /** @throws InvalidArguments, FelderaError, ToolError, and what analyses throw */
  readonly answer: (args: unknown, context: ToolContext) => Promise<ToolAnswer>;
}

export interface ToolAnswer {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly render: (page: Page) => void;
  readonly picture?: PictureArguments;
}

export function defineTool<Input extends z.ZodObject, Facts extends z.ZodObject>(
  definition: ToolDefinition<Input, Facts>,
): Tool {
  const { name, toolset, changesFeldera, endpoint, offline, tellsBundle } = definition;
  const { title, description, hints, input, facts, givesFacts } = definition;
  const checked = (args: unknown): z.output<Input> => {
    const parsed = input.safeParse(args);
    if (!parsed.success) throw new InvalidArguments(parsed.error, Object.keys(input.shape));
    return parsed.data;
  };
  return {
    name,
    toolset,
    changesFeldera,
    endpoint,
    ...(offline && { offline }),
    ...(tellsBundle && { tellsBundle }),
    ...(givesFacts && { givesFacts }),
    title,
    description,
    hints,
    input,
    facts,
    hasPicture: definition.picture !== undefined,
    timeLimitMs: (args, limits) => definition.timeLimitMs?.(checked(args), limits) ?? limits.callMs,
    async answer(args, context) {
      const cleaned = context.cleaner.facts(await definition.run(checked(args), context));
      const picture = definition.picture?.(cleaned.facts);
      return {
        facts: cleaned.facts,
        render: (page) => definition.render(cleaned, page),
        ...(picture && { picture }),
      };
    },
  };
}

/** The argument that nearly every tool takes. */
export const pipeline_name = z.string().min(1).max(200);
