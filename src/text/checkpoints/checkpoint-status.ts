import type { CheckpointResults, SyncResults } from "../../analysis/checkpoints/status.ts";
import type { CheckpointStatusAnswer } from "../../answers/checkpoints.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { whyMissing } from "../not-checked.ts";
import { grouped, moment, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { blockerWords, suspendWords } from "./checkpoint-blockers.ts";

/** Which of success and failure is newer, what stands in the way of the next, then the object store. */
export function renderCheckpointStatus({ facts }: Cleaned<CheckpointStatusAnswer>, page: Page): void {
  const { pipeline_name, results, blockers, sync, remote } = facts;
  page.line(
    words`${pipeline_name}: ${results ? resultWords(results) : notChecked(words`results of checkpoints`, facts.results_missing)}.`,
  );
  quoteError(results?.failure?.error, page);
  if (blockers) {
    const suspend = suspendWords(blockers);
    page.line(words`The next checkpoint: ${blockerWords(blockers)}${suspend && words`; ${suspend}`}.`);
  } else {
    page.line(
      words`The next checkpoint: ${notChecked(words`what blocks or delays it`, facts.blockers_missing)}.`,
    );
  }
  page.line(
    words`Object store: ${sync ? syncWords(sync) : notChecked(words`copies to it`, facts.sync_missing)}.`,
  );
  quoteError(sync?.failure?.error, page);
  if (OTHER_OWNER.test(sync?.failure?.error ?? "")) {
    page.line(
      words`The bucket belongs to another pipeline (its owner.json says which): give this one a bucket or prefix of its own, or take the bucket over with take_bucket_ownership where the other no longer writes to it.`,
    );
  }
  if (remote) {
    page.line(words`It holds ${plural(remote.length, words`checkpoint`, words`checkpoints`)}.`);
    if (remote.length > 0) {
      page.table(
        [{ title: words`uuid` }],
        remote.map((uuid) => [uuid]),
        { unit: words`checkpoints` },
      );
    }
  } else if (facts.remote_missing) {
    page.line(remoteMissing(facts.remote_missing));
  }
  page.next("list_checkpoints", { pipeline_name }, words`for the checkpoints themselves`);
}

/** A bucket has one owner since 0.357; copies of any other pipeline are refused. */
const OTHER_OWNER = /owner\.json|bucket (?:is )?owned by|take_bucket_ownership/i;

function notChecked(what: Words, missing: MissingPart | undefined): Words {
  return words`${what} not checked${missing && words` (${whyMissing(missing)})`}`;
}

function resultWords({ standing, success, failure }: CheckpointResults): Words {
  const worked = words`checkpoint ${success === undefined ? words`of unknown number` : grouped(success)}`;
  const at = failure?.failed_at === undefined ? words`` : words` at ${moment(failure.failed_at)}`;
  const failed = words`checkpoint ${failure?.sequence_number === undefined ? words`of unknown number` : grouped(failure.sequence_number)}${at}`;
  switch (standing) {
    case "nothing told":
      return words`the process reports no checkpoint that worked and none that failed`;
    case "success alone":
      return words`the last that worked is ${worked}; no failure is reported`;
    case "failure alone":
      return words`the last that failed is ${failed}; none is reported to have worked`;
    case "failure is older":
      return words`the last that worked is ${worked}; the last failure is older: ${failed}`;
    case "failure is newer":
      return words`the last one failed: ${failed}; the last that worked is older: ${worked}`;
    case "order unknown":
      return words`the last that worked is ${worked}, the last that failed ${failed}; which is newer is not reported`;
  }
}

function syncWords({ standing, success, periodic, running = [], failure }: SyncResults): Words {
  const uuids = joined(
    running.map((uuid) => words`${uuid}`),
    words`, `,
  );
  const parts = [
    ...(running.length === 0 ? [] : [words`being copied now: ${uuids}`]),
    ...(success === undefined ? [] : [words`the last copy that worked is of checkpoint ${success}`]),
    ...(periodic === undefined
      ? []
      : [words`the last periodic copy that worked is of checkpoint ${periodic}`]),
  ];
  if (success === undefined && periodic === undefined) parts.push(words`no copy is reported to have worked`);
  const worked = joined(parts, words`; `);
  if (failure === undefined) return words`${worked}, and none that failed`;
  return words`${worked}; the last that failed is of checkpoint ${failure.uuid ?? words`of unknown uuid`}${SYNC_ORDER[standing]}`;
}

const SYNC_ORDER: Readonly<Record<SyncResults["standing"], Words>> = {
  "nothing told": words``,
  "success alone": words``,
  "failure alone": words``,
  "failure is older": words`, an older one`,
  "failure is newer": words`, a newer one`,
  "order unknown": words`; which is newer is not reported`,
};

function quoteError(error: string | undefined, page: Page): void {
  if (error === undefined) return;
  page.line(words`The error of that failure:`);
  page.quote(error.split("\n"), { unit: words`lines` });
}

function remoteMissing(missing: MissingPart): Words {
  return missing.error_code === "CheckpointFetchError"
    ? words`What it holds could not be listed by Feldera: ${missing.message}.`
    : words`What it holds was not checked: ${whyMissing(missing)}.`;
}
