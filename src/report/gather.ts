import * as z from "zod";
import { Picture, type PictureArguments, type ReportFacts } from "../answers/pictures.ts";
import type { Answer, CallOptions } from "../mcp/tool-call.ts";

/** What a report is made with. */
export interface Reporting {
  readonly pipeline_name: string;
  /** As the registry answers, `read_picture` among the tools. */
  readonly call: (tool: string, args: object, options: CallOptions) => Promise<Answer>;
  /** The most tokens that one text may have. */
  readonly maxTokens: number;
  readonly options: CallOptions;
  readonly nowMs: number;
  readonly version: string;
}

interface Asked {
  readonly tool: string;
  readonly title: string;
  readonly args?: object;
}

const SECTIONS: readonly Asked[] = [
  { tool: "diagnose_pipeline", title: "Diagnosis", args: { depth: "deep" } },
  { tool: "summarize_operators", title: "What each operator costs" },
  { tool: "summarize_operators", title: "The program with its costs", args: { view: "program" } },
  { tool: "list_events", title: "Events as a list" },
  { tool: "get_pipeline_logs", title: "Errors of the log", args: { level: "error" } },
];

type PictureAsked = Omit<PictureArguments, "pipeline_name">;

const PICTURES: readonly PictureAsked[] = [
  { picture: "program" },
  { picture: "dataflow" },
  { picture: "flame", profile: "heap", direction: "callees" },
  { picture: "flame", profile: "heap", direction: "callers" },
  { picture: "flame", profile: "cpu", direction: "callees" },
  { picture: "flame", profile: "cpu", direction: "callers" },
  { picture: "timeline" },
  { picture: "history" },
];

/** A report, and whether Feldera told anything of the pipeline. */
export interface Gathered {
  readonly facts: ReportFacts;
  readonly isRead: boolean;
}

/** All that a report holds, one call after the other. What cannot be had is told in its place. */
export async function gatherReport(reporting: Reporting): Promise<Gathered> {
  const { pipeline_name, nowMs, version } = reporting;
  const sections: ReportFacts["sections"] = [];
  let isRead = false;
  for (const { tool, title, args } of SECTIONS) {
    const asked = { pipeline_name, max_tokens: reporting.maxTokens, ...args };
    const { text, isError } = await reporting.call(tool, asked, reporting.options);
    isRead ||= !isError;
    sections.push({ id: tool, title, text });
  }
  const pictures: Picture[] = [];
  const missing: ReportFacts["missing"] = [];
  for (const asked of PICTURES) {
    const options = { ...reporting.options, showsPictures: true };
    const { text, structured } = await reporting.call("read_picture", { pipeline_name, ...asked }, options);
    const picture = Picture.safeParse(structured);
    if (picture.success) pictures.push(picture.data);
    else
      missing.push({
        what: nameOf(asked),
        why: structured === undefined ? text : z.prettifyError(picture.error),
      });
  }
  return { facts: { pipeline_name, made_ms: nowMs, version, pictures, sections, missing }, isRead };
}

function nameOf({ picture, profile, direction }: PictureAsked): string {
  return [picture, profile, direction].filter((word) => word !== undefined).join(", ");
}
