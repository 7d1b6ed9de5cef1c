import type { RecordingAnswer, SamplyProfileAnswer } from "../../answers/cpu-profile.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";

/** That a recording has begun, and how to get at it. */
export function renderRecording({ facts }: Cleaned<RecordingAnswer>, page: Page): void {
  const { pipeline_name, duration_secs, ordinal, ready_in_secs, wait_secs } = facts;
  page.line(
    words`Recording ${pipeline_name} for ${duration_secs} s; with symbolising, the profile is ready in about ${ready_in_secs} s.`,
  );
  page.next(
    "summarize_samply_profile",
    { pipeline_name, ...(ordinal > 0 && { ordinal }), wait_secs },
    ready_in_secs > wait_secs
      ? words`in about ${ready_in_secs - wait_secs} s, since it waits ${wait_secs} s at most`
      : words`waits for it and summarises it`,
  );
}

/** That a recording goes on. */
export function renderUnfinished(
  { pipeline_name, ordinal }: SamplyProfileAnswer,
  { secs_left, ask_again_in_secs, wait_secs }: NonNullable<SamplyProfileAnswer["recording"]>,
  page: Page,
): void {
  const rest =
    secs_left > 0
      ? words`for another ${secs_left} s`
      : words`no longer, but samply still symbolises (about 10 s)`;
  page.line(
    words`${pipeline_name}: a CPU profile is being recorded, ${rest}. Ask again in ${ask_again_in_secs} s.`,
  );
  page.next(
    "summarize_samply_profile",
    { pipeline_name, ...(ordinal > 0 && { ordinal }), wait_secs },
    words`waits for it`,
  );
}
