import type { PictureArguments } from "../answers/pictures.ts";
import { bytes, moment, plural } from "./page/format.ts";
import { joined, nameList, type Words, words } from "./page/words.ts";
import { type AnsweredSnapshot, collectedWords } from "./snapshot.ts";

/** Where a report's answers are from. */
export interface ReportOrigin {
  /** The name of one of several. */
  readonly instance?: string | undefined;
  /** Of a running Feldera. */
  readonly url?: string | undefined;
}

/** What a report was read from, and of when that is. @param snapshot of its answers, where they are of the past */
export function sourceWords({ instance, url }: ReportOrigin, snapshot: AnsweredSnapshot | undefined): Words {
  const named = instance === undefined ? undefined : words`${instance}, `;
  if (snapshot !== undefined) return words`${named}${collectedWords(snapshot)}`;
  return words`${named}a running Feldera${url === undefined ? undefined : words` at ${url}`}`;
}

export interface HowMade {
  readonly beganMs: number;
  readonly endedMs: number;
  readonly isLive: boolean;
  /** The most tokens that one text has. */
  readonly maxTokens: number;
  /** Whether it is a page, which sets off what is quoted. */
  readonly hasPictures: boolean;
}

/** How a report was made and how it is to be read, in sentences. */
export function reportNotes({ beganMs, endedMs, isLive, maxTokens, hasPictures }: HowMade): Words[] {
  const at = (ms: number) => moment(new Date(ms).toISOString());
  return [
    isLive
      ? words`Its parts were read one after the other, from ${at(beganMs)} to ${at(endedMs)}: figures of two parts may differ by what happened meanwhile.`
      : words`Its parts are all of the one moment that is named at its top.`,
    words`Each part is the answer of a tool of feldera-mcp, which is named with it. It has at most ${plural(maxTokens, words`token`, words`tokens`)} (--limit answerTokensMax=N raises that), and says what it leaves out.`,
    words`Times are in UTC. What stands ${hasPictures ? words`beside a line at its left` : words`between <<mark and mark>>`} or in quotes is quoted from the pipeline. Secrets are shown as [redacted].`,
    words`A line that begins with Next names a call that tells more: feldera-mcp call TOOL 'JSON', with the settings with which this report was made. Ids of profiles (cpu-…, heap-…, circuit-…) were known while it was made; leave them out of such a call.`,
  ];
}

/** Why a report has no picture at all. @param tools whose answers can be looked at */
export function noPicturesWords(tools: readonly string[]): Words {
  return words`No picture was made: none of the tools that have one is offered with these settings (${nameList(tools)}).`;
}

/** Which lines a text lacks because an earlier one has them. */
export function repeatedWords(lines: number, title: string): Words {
  return words`(Left out here: ${plural(lines, words`line`, words`lines`)} that the part ${title} has too.)`;
}

/** A picture of a part, which may have one for each direction. */
export function pictureWords({ direction }: Pick<PictureArguments, "direction">): Words {
  const way = { callees: words`, top down,`, callers: words`, bottom up,` };
  return words`The picture${direction && way[direction]}`;
}

/** Why a part lacks what it should tell. @param tool where another tells of it in its place */
export function missingWords(tool: string | undefined, why: string): string {
  return tool === undefined
    ? `This could not be read: ${why}`
    : `What ${tool} tells could not be read: ${why}`;
}

/** Why a part lacks a picture. */
export function noPictureWords(picture: Pick<PictureArguments, "direction">, why: string): string {
  return `${pictureWords(picture)} could not be made: ${why}`;
}

/** What a part lacks for the same reason as an earlier one. */
export function sameReasonWords(title: string): Words {
  return words`This could not be read, for the same reason as the part ${title}.`;
}

export function textWords(): Words {
  return words`The text`;
}

/** What was left out to keep a report within its limit, in bytes. */
export function leftOutWords(what: Words, limit: number): Words {
  return words`${what} was left out: with it the report would have more than its limit of ${bytes(limit)}. --limit reportBytes=N raises it.`;
}

/** What went into a file. @param missing the titles of parts that could not be read */
export function writtenWords(file: string, size: number, missing: readonly string[]): Words {
  const not = joined(
    missing.map((title) => words`${title}`),
    words`, `,
  );
  return words`wrote ${file}, ${bytes(size)}${missing.length === 0 ? undefined : words`; it tells why these could not be read: ${not}`}`;
}
