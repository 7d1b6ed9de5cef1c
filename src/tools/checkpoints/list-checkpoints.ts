import * as z from "zod";
import { CheckpointList, checkpointList } from "../../analysis/checkpoints/list.ts";
import { listCheckpoints as fetchCheckpoints } from "../../feldera/api/checkpoints.ts";
import { getPipelineStatus } from "../../feldera/api/pipelines.ts";
import { FelderaError } from "../../feldera/errors.ts";
import { bytes, grouped, moment, plural } from "../../text/page/format.ts";
import { joined, type Value, type Words, words } from "../../text/page/words.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

const Facts = CheckpointList.extend({
  pipeline_name: z.string(),
  /** The pipeline itself, or the manager's record of it where the pipeline does not answer. */
  from: z.enum(["pipeline", "manager's record"]),
  /** Why the pipeline did not answer: Feldera's error code, or the kind of error. */
  not_answered: z.string().optional(),
  /** The manager holds no record: storage was cleared, or nothing was ever reported. */
  no_record: z.boolean(),
  /** Where the manager was asked: Cleared, InUse. */
  storage: z.string().optional(),
});

type Checkpoint = z.infer<typeof Facts>["checkpoints"][number];

export const listCheckpoints = defineTool({
  name: "list_checkpoints",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "list_checkpoints",
  title: "List checkpoints",
  description:
    "The checkpoints that a pipeline could be resumed from, newest first: uuid, identifier, size, steps, processed records, exact fingerprint, and the change from one to the next. For a stopped pipeline, as last recorded.",
  hints: READ_ONLY,
  input: z.strictObject({ pipeline_name }),
  facts: Facts,
  async run({ pipeline_name }, { feldera }) {
    try {
      const list = checkpointList(await fetchCheckpoints(feldera, pipeline_name));
      return { pipeline_name, ...list, from: "pipeline" as const, no_record: false };
    } catch (error) {
      if (!(error instanceof FelderaError) || !RECORD_HELPS.has(error.kind)) throw error;
      const status = await getPipelineStatus(feldera, pipeline_name);
      const recorded = status.storage_status_details?.checkpoints;
      return {
        pipeline_name,
        ...checkpointList(recorded ?? []),
        from: "manager's record" as const,
        not_answered: error.errorCode ?? error.kind,
        no_record: recorded == null,
        ...(status.storage_status && { storage: status.storage_status }),
      };
    }
  },
  render(facts, page) {
    const { pipeline_name, not_answered } = facts;
    if (facts.no_record) {
      const unanswered = words`the pipeline did not answer (${not_answered}), and the manager holds no record of any`;
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
        : words` The pipeline did not answer (${not_answered}): this is the manager's last record (storage_status_details).`;
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
  },
});

/** Errors of a pipeline that cannot answer now, while the manager still can. */
const RECORD_HELPS: ReadonlySet<FelderaError["kind"]> = new Set([
  "not_deployed",
  "unavailable",
  "unreachable",
  "initializing",
  "suspended",
  "awaiting_approval",
  "terminating",
  "pipeline_failed",
  "not_in_bundle",
] as const);

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
