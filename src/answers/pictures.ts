import * as z from "zod";
import { FlameFacts } from "../analysis/pictures/flame-schema.ts";
import { DataflowFacts, ProgramFacts } from "../analysis/pictures/operators-schema.ts";
import { HistoryFacts, TimelineFacts } from "../analysis/pictures/time-schema.ts";
import { CALL_TREE_DIRECTIONS } from "../analysis/profiles/cpu-options.ts";

export const PICTURES = ["flame", "program", "timeline", "history", "dataflow"] as const;

/** The key in a result's `_meta` under which the arguments of `read_picture` stand for what the result tells. */
export const PICTURE_KEY = "io.github.feldera-mcp/picture";

/** What every picture tells beside its own. */
const Head = {
  pipeline_name: z.string(),
  source: z.object({
    kind: z.enum(["live", "bundle"]),
    at_ms: z
      .number()
      .describe("The moment that it is of, in ms since 1970: now, or when a bundle was collected"),
    bundle: z.string().optional().describe("The name of the bundle's file or folder"),
  }),
  /** What could not be read, and so is not in the picture. */
  missing: z.array(
    z.object({
      what: z.string().describe("Such as: the heap profile"),
      why: z.string().describe("A sentence"),
    }),
  ),
  /** What limits the picture's truth, in sentences: figures of an unoptimized program, of another program … */
  notes: z.array(z.string()),
};

/**
 * The facts of one picture, as `read_picture` answers them in `structuredContent`. All figures are the server's: a page
 * has the layout to compute, and nothing else. Many figures stand in columns, lists of one length. What is absent was
 * not measured; names and texts are the pipeline's own, and not to be trusted.
 */
export const Picture = z.discriminatedUnion("picture", [
  FlameFacts.extend(Head),
  ProgramFacts.extend(Head),
  TimelineFacts.extend(Head),
  HistoryFacts.extend(Head),
  DataflowFacts.extend(Head),
]);

export type Picture = z.infer<typeof Picture>;
export type PictureName = Picture["picture"];
export type PictureOf<Name extends PictureName> = Extract<Picture, { readonly picture: Name }>;

const text = z.string().max(200);

/**
 * What `read_picture` takes, of the picture that tells what a result tells; a page adds to them as somebody looks
 * closer. What stands from `profile` on is for `flame` alone.
 */
export const PictureArguments = z.strictObject({
  pipeline_name: text.min(1),
  picture: z.enum(PICTURES),
  cpu_profile_id: text.exactOptional().describe("Of program and dataflow; default: the last fetched"),
  heap_profile_id: text.exactOptional(),
  baseline: text.exactOptional().describe("Of flame, program and dataflow: compare with this"),
  profile: z.enum(["heap", "cpu"]).exactOptional().describe("Of flame, which needs it"),
  profile_id: text.exactOptional().describe("Default: one of now; an earlier answer's"),
  direction: z.enum(CALL_TREE_DIRECTIONS).exactOptional().describe("Default callees"),
  operator: text.exactOptional().describe("Only stacks with this operator's code, by its handle"),
  thread: text.exactOptional().describe("Of a CPU profile: only this thread or group"),
  sample_type: text.exactOptional().describe("Of a heap profile; default: its own"),
  root: z
    .array(z.int())
    .max(4096)
    .exactOptional()
    .describe("Zoomed into: ids of functions, from the frame without a parent on"),
  search: text.exactOptional().describe("Part of a function's name; upper and lower case are the same"),
});

export type PictureArguments = z.infer<typeof PictureArguments>;

/** What a result's `_meta` has under `PICTURE_KEY`: the picture, and of what the call was that it is of. */
export const PictureCall = PictureArguments.extend({
  collection: text.exactOptional().describe("Of the bundle; default: the newest"),
  instance: text.exactOptional().describe("Which Feldera, where there are several"),
});

export type PictureCall = z.infer<typeof PictureCall>;

/** What a report holds, as JSON in its page: all that can be looked at, and the texts that tell the same. */
export const ReportFacts = z.object({
  pipeline_name: z.string(),
  made_ms: z.number().describe("When the report was written, in ms since 1970"),
  version: z.string().describe("Of this server"),
  source: z.string().describe("What it was read from, and of when that is"),
  notes: z.array(z.string()).describe("How it was made, and how it is to be read, in sentences"),
  /** In the order of the report. */
  parts: z.array(
    z.object({
      id: z.string().describe("No other part of the report has it"),
      title: z.string(),
      from: z.string().describe("The tool that tells it, and its arguments"),
      text: z.string().optional().describe("As a tool tells it: lines, to be set in a fixed width"),
      columns: z
        .enum(["quoted", "all"])
        .optional()
        .describe("Which of its lines are columns, and not to be wrapped: what it quotes, or all"),
      pictures: z.array(Picture).describe("That tell the same: of flame one for each direction"),
      missing: z.array(z.string()).describe("What of it could not be had and why, in sentences"),
    }),
  ),
});

export type ReportFacts = z.infer<typeof ReportFacts>;
export type ReportPart = ReportFacts["parts"][number];
