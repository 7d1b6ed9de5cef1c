import type { Picture } from "../../answers/pictures.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import { withoutIds } from "../../text/functions/without-ids.ts";
import { whyMissing } from "../../text/not-checked.ts";
import { type Words, words } from "../../text/page/words.ts";
import { UNOPTIMIZED } from "../../text/pipeline/unoptimized.ts";
import type { ToolContext } from "../tool.ts";

export type Missing = Picture["missing"][number];

/** Of which pipeline and moment a picture is. */
export function headOf(
  pipeline_name: string,
  { feldera: { source } }: ToolContext,
): Pick<Picture, "pipeline_name" | "source"> {
  return {
    pipeline_name,
    source: {
      kind: source.kind === "bundle" ? "bundle" : "live",
      at_ms: source.nowMs(),
      ...(source.snapshot && { bundle: source.snapshot.source }),
    },
  };
}

/** What is not in a picture, where it is not there. */
export function missing(what: Words, why: MissingPart | undefined): Missing[] {
  return why === undefined ? [] : [{ what: String(what), why: sentence(whyText(why)) }];
}

/** What a bundle lacks is this server's own to say, and the page sets all that it shows as text: no quotes. */
function whyText(why: MissingPart): string {
  return why.kind === "not_in_bundle" && why.message !== ""
    ? withoutIds(why.message)
    : String(whyMissing(why));
}

function sentence(text: string): string {
  const ended = /[.!?]"?$/.test(text) ? text : `${text}.`;
  return ended.slice(0, 1).toUpperCase() + ended.slice(1);
}

/** @param profile the compilation profile of a program without optimisation */
export function unoptimizedNotes(profile: string | undefined): string[] {
  return profile === undefined
    ? []
    : [String(words`Note: ${UNOPTIMIZED} (program_config.profile is ${profile}).`)];
}
