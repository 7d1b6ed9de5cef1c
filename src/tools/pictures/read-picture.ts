import * as z from "zod";
import { PICTURES, type Picture, PictureArguments } from "../../answers/pictures.ts";
import { words } from "../../text/page/words.ts";
import { renderPicture } from "../../text/pictures.ts";
import { ToolError } from "../errors.ts";
import { defineTool, READ_ONLY, type ToolContext } from "../tool.ts";
import { flamePicture } from "./flame.ts";
import { historyPicture } from "./history.ts";
import { operatorsPicture } from "./operators.ts";
import { timelinePicture } from "./timeline.ts";

/** What the page of pictures calls: no model sees it, and its facts are for the page alone. */
export const readPicture = defineTool({
  name: "read_picture",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "get_pipeline",
  title: "Read a picture's facts",
  description: "The facts of a picture, for the page that draws it.",
  hints: READ_ONLY,
  input: PictureArguments,
  // A union is no object's shape: `picturedBy` makes what `Picture` is.
  facts: z.looseObject({ picture: z.enum(PICTURES) }),
  givesFacts: true,
  timeLimitMs: (_, limits) => limits.bundleCallMs,
  run: (args, context) => pictureOf(args, context.limits.pictureFrames, context),
  render: renderPicture,
});

/**
 * The facts of a picture.
 *
 * @param frames of a flame graph at most
 * @throws FelderaError, BundleError, ToolError, and what analyses throw
 */
export function pictureOf(args: PictureArguments, frames: number, context: ToolContext): Promise<Picture> {
  requireFit(args);
  switch (args.picture) {
    case "flame":
      return flamePicture(args, frames, context);
    case "program":
    case "dataflow":
      return operatorsPicture(args, args.picture, context);
    case "timeline":
      return timelinePicture(args, context);
    case "history":
      return historyPicture(args, context);
  }
}

const OF_FLAME = [
  "profile",
  "profile_id",
  "direction",
  "operator",
  "thread",
  "sample_type",
  "root",
  "search",
] as const;
const OF_OPERATORS = ["cpu_profile_id", "heap_profile_id"] as const;

/** @throws ToolError where arguments do not go together: none is ignored silently */
function requireFit(args: PictureArguments): void {
  const { picture, profile } = args;
  if (picture === "flame" && profile === undefined) {
    throw new ToolError(words`The picture flame needs profile.`, words`It is heap or cpu.`);
  }
  const isOfOperators = picture === "program" || picture === "dataflow";
  const unfit = [
    ...(picture === "flame" ? [] : OF_FLAME),
    ...(isOfOperators ? [] : OF_OPERATORS),
    ...(picture === "flame" || isOfOperators ? [] : (["baseline"] as const)),
    ...(profile === "heap" ? (["thread"] as const) : []),
    ...(profile === "cpu" ? (["sample_type"] as const) : []),
  ].find((name) => args[name] !== undefined);
  if (unfit === undefined) return;
  const of = profile === undefined ? undefined : words` of profile ${profile}`;
  throw new ToolError(words`${unfit} does not go with picture ${picture}${of}.`, words`Leave it out.`);
}
