import { isDeepStrictEqual } from "node:util";
import type * as z from "zod";
import type { PictureCall } from "../answers/pictures.ts";
import { membersNamedIn } from "../config/instance-members.ts";
import type { Limits } from "../config/limits.ts";
import type { CallScope, Snapshot, Source } from "../feldera/source.ts";
import type { Analyses } from "../processes/analyses.ts";
import { renderDefect, renderExplanation, renderInstance, renderLeftOut } from "../text/explanation.ts";
import { bytes } from "../text/page/format.ts";
import { type LeadsOn, type NextStep, Page } from "../text/page/page.ts";
import { words } from "../text/page/words.ts";
import { type AnsweredSnapshot, renderBundleNotes, renderSnapshot } from "../text/snapshot.ts";
import { ToolError } from "../tools/errors.ts";
import type { CallMade } from "../tools/explain/circumstances.ts";
import type { FailedCall } from "../tools/explain/explain.ts";
import type { KeptProfiles } from "../tools/profiles/kept-profiles.ts";
import type { KeptPrograms } from "../tools/profiles/kept-programs.ts";
import type { OutputFiles, Tool, ToolContext } from "../tools/tool.ts";
import type { Cleaner } from "../untrusted/cleaner.ts";
import { readArguments } from "./arguments/read.ts";
import { SharedArguments } from "./arguments/shared.ts";
import { progressOf, scopeOf, unlessAborted } from "./call-scope.ts";
import { noCollections, type Sources } from "./sources.ts";
import { structuredContent } from "./structured/content.ts";

export interface Answer {
  readonly text: string;
  /** Its facts as JSON, where the server gives them and the call did not fail. */
  readonly structured?: Readonly<Record<string, unknown>>;
  /** The arguments of `read_picture` for what it tells, where there is such a picture. */
  readonly picture?: PictureCall;
  /** The moment of the past that it is of, where it is not of now. */
  readonly snapshot?: AnsweredSnapshot;
  readonly isError: boolean;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Called once a second from the first on, with what the call is waiting for. */
  readonly onProgress?: (seconds: number, doing: string) => void;
  /** Whether whoever calls shows pictures: then what their page calls can be called too. */
  readonly showsPictures?: boolean;
  /** Whether it is one of several answers of the same moment, which is told once for all of them and not in each text. */
  readonly isPart?: boolean;
}

/** A tool, and its arguments with those that all tools take. */
export interface OfferedTool {
  readonly tool: Tool;
  readonly input: z.ZodObject;
}

/** What calls keep for later ones. */
export interface Kept {
  readonly profiles: KeptProfiles;
  readonly programs: KeptPrograms;
}

/** What the calls of a server share. */
export interface Serving {
  readonly limits: Limits;
  readonly sources: Sources;
  readonly cleaner: Cleaner;
  /** Where analyses run. */
  readonly analyses: Analyses;
  readonly files: OutputFiles;
  /** What earlier calls kept of an instance; of the only one where there are not several. */
  readonly keptOf: (instance: string | undefined) => Kept;
  /** A fresh mark for the fences of one answer, which no author of a quoted text can know. */
  readonly newMark: () => string;
  /** Whether answers come with their facts as JSON. */
  readonly structured: boolean;
  /** Whether a tool can be called here: it is switched on, and what the server reads can answer it. */
  readonly isOffered: (tool: string) => boolean;
  /** In ms since 1970. */
  readonly nowMs: () => number;
  /** Takes a line about a defect of this server. */
  readonly reportDefect: (line: string) => void;
}

/** The one way in which every call runs. Every failure is an answer with `isError`. */
export async function callTool(
  { tool, input }: OfferedTool,
  args: unknown,
  { signal, onProgress, showsPictures = false, isPart = false }: CallOptions,
  serving: Serving,
): Promise<Answer> {
  const { limits, sources } = serving;
  let source: Source | undefined;
  let made: CallMade = { tool: tool.name, args: {} };
  let deadlineMs = Number.POSITIVE_INFINITY;
  try {
    const { args: read, leftOut } = readArguments(input, args);
    made = { tool: tool.name, args: read };
    const { max_tokens, collection, instance, ...own } = { ...read, ...SharedArguments.parse(read) };
    const { scope, end } = scopeOf(signal, tool.timeLimitMs(own, limits));
    deadlineMs = scope.deadlineMs;
    const progress = progressOf(onProgress);
    try {
      const opened = await unlessAborted(sources.open(collection, instance), scope.signal, tool.endpoint);
      source = opened;
      const context = contextOf({ source: opened, instance, showsPictures }, scope, progress.say, serving);
      const answer = await unlessAborted(tool.answer(own, context), scope.signal, tool.endpoint);
      const page = newPage(max_tokens, serving, made, leadingOn({ tool, input }, read, serving));
      answer.render(page);
      for (const argument of leftOut) renderLeftOut(argument, page);
      const snapshot = opened.snapshot && cleanedSnapshot(opened.snapshot, serving);
      if (snapshot && tool.tellsBundle) renderBundleNotes(snapshot, page);
      if (snapshot && !isPart) renderSnapshot(snapshot, serving.nowMs(), page);
      if (tool.givesFacts)
        return { text: String(page), structured: whole(answer.facts, limits), isError: false };
      const told = {
        text: String(page),
        ...(answer.picture && { picture: { ...answer.picture, ...carriedOf(read) } }),
        ...(snapshot && { snapshot }),
        isError: false,
      };
      if (!serving.structured) return told;
      const said = { said: page.said(), next: page.steps().map(nextCall) };
      const within = { maxTokens: max_tokens, stringChars: limits.answerLineChars };
      return { ...told, structured: structuredContent(answer.facts, said, within) };
    } finally {
      progress.stop();
      end();
    }
  } catch (error) {
    const { cleaner } = serving;
    return failed(error, { made, source, deadlineMs, cleaner, limits }, serving);
  }
}

/** @throws ToolError where facts are more than a page is sent at once */
function whole(facts: Readonly<Record<string, unknown>>, { pictureBytes }: Limits) {
  const size = Buffer.byteLength(JSON.stringify(facts));
  if (size <= pictureBytes) return facts;
  throw new ToolError(
    words`The facts of this picture have ${bytes(size)}, more than the limit of ${bytes(pictureBytes)}.`,
    words`An operator raises it with --limit pictureBytes=N; summarize_operators tells the same as text.`,
  );
}

function nextCall({ tool, args, why }: NextStep) {
  return { tool, arguments: { ...args }, why: String(why) };
}

interface Asked extends Pick<ToolContext, "showsPictures"> {
  readonly source: Source;
  readonly instance: string | undefined;
}

function contextOf(
  { source, instance, showsPictures }: Asked,
  scope: CallScope,
  progress: (doing: string) => void,
  { limits, sources, cleaner, analyses, files, keptOf }: Serving,
): ToolContext {
  const felderaOf = (from: Source) => ({ source: from, scope, limits, learn: cleaner.learn });
  return {
    feldera: felderaOf(source),
    limits,
    cleaner,
    prepareAnalysis: analyses.prepare,
    showsPictures,
    analyse: (job, input) => analyses.run(job, input, scope.signal),
    ...keptOf(instance),
    ...files,
    async otherCollection(other: string) {
      if (!sources.hasCollections) throw noCollections();
      return felderaOf(await sources.open(other, instance));
    },
    progress,
  };
}

/** A snapshot's strings are names of files, and what damaged ones say. */
function cleanedSnapshot(
  { source, warnings, ...snapshot }: Snapshot,
  { cleaner }: Serving,
): AnsweredSnapshot {
  return { ...snapshot, source: cleaner.text(source), warnings: warnings.map(cleaner.text) };
}

/** What a call without a collection is of. */
const NEWEST_COLLECTION = "0";

/** What a call was of is what the calls are of that its answer points to. */
function newPage(
  maxTokens: number,
  { limits, newMark }: Serving,
  { args }: CallMade,
  leadsOn?: LeadsOn,
): Page {
  const { answerTokensMax: maxTokensMax, answerLineChars: lineChars } = limits;
  return new Page({ maxTokens, maxTokensMax, lineChars }, newMark(), leadsOn, carriedOf(args));
}

const Carried = SharedArguments.pick({ instance: true, collection: true });

/** Of what a call was, for those that follow it. */
function carriedOf(args: CallMade["args"]): { readonly instance?: string; readonly collection?: string } {
  const { instance, collection } = Carried.safeParse(args).data ?? {};
  return {
    ...(instance !== undefined && { instance }),
    ...(collection !== undefined && collection !== NEWEST_COLLECTION && { collection }),
  };
}

/** A call leads on to another if that tool is offered here, and if it is not the same call again. */
function leadingOn({ tool, input }: OfferedTool, made: object, { isOffered }: Serving): LeadsOn {
  const without = (call: object) => ({ ...call, max_tokens: undefined });
  return (name, args) => {
    if (!isOffered(name)) return false;
    const again = name === tool.name ? input.safeParse(args).data : undefined;
    return again === undefined || !isDeepStrictEqual(without(again), without(made));
  };
}

async function failed(error: unknown, call: FailedCall, serving: Serving): Promise<Answer> {
  const { limits, sources, cleaner, reportDefect } = serving;
  const page = newPage(limits.answerTokens, serving, call.made);
  const { explain } = await import("../tools/explain/explain.ts");
  const explanation = await explain(error, call);
  if (explanation === undefined) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    reportDefect(cleaner.text(stack));
    renderDefect(page);
  } else {
    renderExplanation(explanation, page);
    const { instance = sources.onlyInstance } = call.made.args;
    const named = membersNamedIn(String(page));
    if (typeof instance === "string" && named.length > 0) renderInstance(instance, named, page);
  }
  return { text: String(page), isError: true };
}
