import type { CheckpointListAnswer } from "../../answers/checkpoints.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { bytes, grouped, moment, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Value, type Words, words } from "../page/words.ts";

type Checkpoint = CheckpointListAnswer["checkpoints"][number];

export function renderCheckpointList({ facts }: Cleaned<CheckpointListAnswer>, page: Page): void {
  const { pipeline_name, not_answered } = facts;
  if (facts.no_record) {
    const unanswered = words`${unansweredWords(not_answered)}, and the manager holds no record of any`;
    page.line(
      facts.storage === "Cleared"
        ? words`${pipeline_name}: no checkpoints, since its storage is Cleared; ${unanswered}.`
        : words`${pipeline_name}: whether it has checkpoints is not known: ${unanswered}.`,
    );
    return;
  }
  const source =
    facts.from === "pipeline"
      ? undefined
      : words` This is the manager's last record (storage_status_details): ${unansweredWords(not_answered)}.`;
  page.line(
    words`${pipeline_name}: ${plural(facts.checkpoints.length, words`checkpoint`, words`checkpoints`)}${facts.checkpoints.length > 1 ? words`, newest first` : undefined}.${source}`,
  );
  if (facts.checkpoints.length === 0) return;
  const titles = [
    words`uuid`,
    words`made at`,
    words`identifier`,
    words`size`,
    words`steps`,
    words`processed records`,
    words`fingerprint`,
    words`since the one before`,
  ];
  page.table(
    titles.map((title) => ({ title })),
    facts.checkpoints.map(row),
    { unit: words`checkpoints` },
  );
}

function row(one: Checkpoint): Value[] {
  const none = words`-`;
  return [
    one.uuid,
    one.made_at === undefined ? none : moment(one.made_at),
    one.identifier ?? none,
    one.size_bytes === undefined ? none : bytes(Number(one.size_bytes)),
    one.steps === undefined ? none : grouped(one.steps),
    one.processed_records === undefined ? none : grouped(one.processed_records),
    one.fingerprint ?? none,
    one.change === undefined ? none : changeWords(one.change),
  ];
}

/** @param code Feldera's own, or the client's word for it */
function unansweredWords(code: string | undefined): Words {
  return code === "not_in_bundle"
    ? words`a support bundle has no answer of the pipeline`
    : words`the pipeline did not answer (${code})`;
}

function changeWords(change: NonNullable<Checkpoint["change"]>): Words {
  const parts = [
    change.size_bytes === undefined
      ? []
      : words`${sign(change.size_bytes)}${bytes(Number(change.size_bytes))}`,
    change.steps === undefined ? [] : words`${sign(change.steps)}${grouped(change.steps)} steps`,
    change.processed_records === undefined
      ? []
      : words`${sign(change.processed_records)}${grouped(change.processed_records)} records`,
    change.fingerprint ? words`another program (fingerprint)` : [],
  ].flat();
  return joined(parts, words`, `);
}

function sign(difference: bigint): Words {
  return difference > 0n ? words`+` : words``;
}
