import type { ProfileSource } from "../../analysis/profiles/profile-source.ts";
import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";

/** Which profile an answer is of, and how to look at it again. */
export function renderSource(
  pipeline_name: string,
  { fetched_from, profile_id, baseline }: ProfileSource,
  page: Page,
): void {
  if (fetched_from === "support_bundle") {
    page.line(
      words`The direct call passed the manager's limits (10 s, 50 MiB): this profile came by way of a support bundle.`,
    );
  }
  const other =
    baseline === undefined || baseline.pipeline_name === pipeline_name
      ? undefined
      : words` (of ${baseline.pipeline_name})`;
  const compared = baseline && words`, baseline ${baseline.named}${other}`;
  page.line(
    profile_id === undefined
      ? words`The profile is too large to be kept: it has no profile_id${compared}.`
      : words`profile_id ${profile_id}${compared}.`,
  );
}
