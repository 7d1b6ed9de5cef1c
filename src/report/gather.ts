import * as z from "zod";
import { Picture, type ReportFacts, type ReportPart } from "../answers/pictures.ts";
import { PAGE_TOOL, PICTURED } from "../mcp/apps/names.ts";
import type { Registry } from "../mcp/registry.ts";
import type { Answer, CallOptions } from "../mcp/tool-call.ts";
import {
  missingWords,
  noPicturesWords,
  noPictureWords,
  type ReportOrigin,
  reportNotes,
  sourceWords,
} from "../text/report.ts";
import type { AnsweredSnapshot } from "../text/snapshot.ts";
import { PARTS, type PartAsked } from "./parts.ts";
import { withoutRepeated } from "./repeated.ts";

/** What a report is made with. */
export interface Reporting {
  readonly pipeline_name: string;
  readonly origin: ReportOrigin;
  /** Which of several. */
  readonly instance?: string | undefined;
  readonly registry: Pick<Registry, "call" | "list" | "pageTool">;
  /** Whether pictures are asked for. */
  readonly hasPictures: boolean;
  /** The most tokens that one text may have. */
  readonly maxTokens: number;
  readonly options: CallOptions;
  /** In ms since 1970. */
  readonly nowMs: () => number;
  readonly version: string;
  /** Takes what nobody is to read out of a name that was typed. */
  readonly clean: (text: string) => string;
}

/** A report, or why there is nothing to report. */
export type Gathered = { readonly facts: ReportFacts } | { readonly why: string };

/**
 * All that a report holds, one call after the other. What cannot be had is told in its place; where neither a diagnosis
 * nor the pipeline's own record can be had, nothing more is asked.
 */
export async function gatherReport(reporting: Reporting): Promise<Gathered> {
  const { registry, pipeline_name, clean, nowMs } = reporting;
  const beganMs = nowMs();
  const offered = new Set(registry.list().map(({ name }) => name));
  const canBePictured = (await registry.pageTool()) !== undefined;
  const asking = { ...reporting, offered, hasPictures: reporting.hasPictures && canBePictured };
  const parts: Told[] = [];
  const failed = new Set<string>();
  for (const [id, asked] of Object.entries<PartAsked>(PARTS)) {
    const told = await tellPart(id, asked, asking);
    parts.push(told);
    if (told.part.text === undefined && offered.has(asked.tool)) failed.add(id);
    if (failed.has("diagnosis") && failed.has("pipeline")) return nothing(parts);
  }
  if (parts.every(({ part }) => part.text === undefined && part.pictures.length === 0)) return nothing(parts);
  const snapshot = parts.find((told) => told.snapshot)?.snapshot;
  const { origin, maxTokens, version, hasPictures } = reporting;
  const how = { beganMs, endedMs: nowMs(), isLive: snapshot === undefined, maxTokens, hasPictures };
  const noted = hasPictures && !canBePictured ? [noPicturesWords(PICTURED)] : [];
  return {
    facts: {
      pipeline_name: clean(pipeline_name),
      made_ms: how.endedMs,
      version,
      source: clean(String(sourceWords(origin, snapshot))),
      notes: [...noted, ...reportNotes(how)].map(String),
      parts: withoutRepeated(parts.map(({ part }) => part)),
    },
  };
}

function nothing(parts: readonly Told[]): Gathered {
  const [why = "nothing was asked"] = parts.flatMap((told) => told.why ?? []);
  return { why };
}

type Asking = Reporting & { readonly offered: ReadonlySet<string> };

interface Told {
  readonly part: ReportPart;
  /** Why its tool told nothing. */
  readonly why?: string;
  readonly snapshot?: AnsweredSnapshot;
}

async function tellPart(id: string, asked: PartAsked, asking: Asking): Promise<Told> {
  const { title, tool, columns, pictures = [], instead } = asked;
  const { registry, pipeline_name, instance, offered, hasPictures } = asking;
  const of = { pipeline_name, ...(instance !== undefined && { instance }) };
  const options = optionsOf(title, asking);
  const first = await told(asked, of, options, asking);
  const why = first.answer.isError ? inLine(first.answer) : undefined;
  const second = why !== undefined && instead ? await told(instead, of, options, asking) : undefined;
  const { answer, from } = second && !second.answer.isError ? second : first;
  const part: ReportPart = {
    id,
    title,
    from,
    ...(!answer.isError && { text: answer.text }),
    ...(columns && { columns }),
    pictures: [],
    missing: why === undefined ? [] : [missingWords(answer.isError ? undefined : tool, why)],
  };
  for (const picture of hasPictures && offered.has(tool) ? pictures : []) {
    const pictured = await readPicture({ ...answer.picture, ...picture, ...of }, options, registry);
    if ("facts" in pictured) part.pictures.push(pictured.facts);
    else if (pictured.why !== why) part.missing.push(noPictureWords(picture, pictured.why));
  }
  return { part, ...(why !== undefined && { why }), ...(answer.snapshot && { snapshot: answer.snapshot }) };
}

/** What a tool answers, and how it was asked. */
async function told(
  { tool, args = {} }: Pick<PartAsked, "tool" | "args">,
  of: object,
  options: CallOptions,
  { registry, maxTokens }: Asking,
): Promise<{ readonly answer: Answer; readonly from: string }> {
  return {
    answer: await registry.call(tool, { ...of, max_tokens: maxTokens, ...args }, options),
    from: [tool, ...Object.entries(args).map(([name, value]) => `${name}=${value}`)].join(" "),
  };
}

/** The page's tool is called by name: nobody is told of it. */
async function readPicture(
  args: object,
  options: CallOptions,
  registry: Reporting["registry"],
): Promise<{ readonly facts: Picture } | { readonly why: string }> {
  const answer = await registry.call(PAGE_TOOL, args, options);
  if (answer.structured === undefined) return { why: inLine(answer) };
  const { data, error } = Picture.safeParse(answer.structured);
  return data === undefined ? { why: inLine({ text: z.prettifyError(error) }) } : { facts: data };
}

/** An error's lines are sentences. */
function inLine({ text }: Pick<Answer, "text">): string {
  return text.replace(/\s*\n\s*/g, " ");
}

function optionsOf(title: string, { options }: Asking): CallOptions {
  const { onProgress } = options;
  return {
    ...options,
    showsPictures: true,
    isPart: true,
    ...(onProgress && { onProgress: (seconds, doing) => onProgress(seconds, `${title}: ${doing}`) }),
  };
}
