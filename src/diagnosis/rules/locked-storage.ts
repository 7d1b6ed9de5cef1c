import * as z from "zod";
import { failureKind } from "../../analysis/pipeline/failure-kind.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";

const FAILED = /process with PID (\d+) is already using the storage directory "?([^"\n]*?)"?\.?$/i;

const About = z.object({
  /** Absent where the lock's holder is not told: one on another machine has the process id 0. */
  process: z.int().optional(),
  /** How long it waits at most; absent where it has given up. */
  waits_s: z.number().optional(),
});

type About = z.infer<typeof About>;

function holderOf(process: number): Pick<About, "process"> {
  return process > 0 ? { process } : {};
}

function lockOf({ pipeline, log }: Evidence): { about: About; sign: Sign } | undefined {
  const { failure, deployment } = pipeline?.state ?? {};
  if (failure !== undefined && failureKind(failure) === "storage in use") {
    return {
      about: holderOf(Number(FAILED.exec(failure.cause)?.[1])),
      sign: {
        part: "pipeline",
        field: "deployment_error.error_code",
        value: { text: failure.error_code },
        ...(deployment?.since !== undefined && { at: deployment.since }),
      },
    };
  }
  const lock = log?.start?.lock;
  if (deployment?.status !== "Initializing" || lock === undefined) return undefined;
  return {
    about: { ...holderOf(lock.process), waits_s: lock.waits_s },
    sign: { part: "log", field: "process that has the lock", value: { text: String(lock.process) } },
  };
}

/** Two processes cannot have one storage: the second waits for the first to end, and then fails. */
const locked = defineRule({
  id: "storage/locked",
  severity: "error",
  parts: ["pipeline", "log"],
  looksFor: words`storage that another process holds`,
  explains: ["deployment/slow-start"],
  about: About,
  find(evidence) {
    const lock = lockOf(evidence);
    if (lock === undefined) return [];
    return [{ about: lock.about, signs: [lock.sign] }];
  },
  what: ({ process, waits_s }) =>
    waits_s === undefined
      ? words`the pipeline could not start: ${holder(process)} holds its storage directory`
      : words`the pipeline cannot start yet: ${holder(process)} holds its storage directory, and it waits ${waits_s} s at most for that to end`,
  brief: ({ process }) => words`${holder(process)} holds its storage directory`,
  cause: ({ process }) =>
    words`An earlier process of this pipeline that has not ended, or another that was given the same directory. End it${process === undefined ? undefined : words` (process ${process}, where the pipeline runs)`}: its lock goes with it, and no file has to be removed`,
  next: () => [{ tool: "list_events", args: {}, why: words`for how the run before ended` }],
});

function holder(process: number | undefined): Words {
  return process === undefined ? words`another process` : words`process ${process}`;
}

export const LOCKED_STORAGE_RULES = [locked];
