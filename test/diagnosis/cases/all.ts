import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import type { RuleCase } from "./case.ts";
import { CHECKPOINT_CASES } from "./checkpoint.ts";
import { CIRCUIT_CASES } from "./circuit.ts";
import { COMPILER_WARNING_CASES } from "./compiler-warnings.ts";
import { CONNECTOR_CASES } from "./connector.ts";
import { EMPTY_VIEW_CASES } from "./empty-views.ts";
import { FAILURE_CASES } from "./failure.ts";
import { HEARD_LATE_CASES } from "./heard-late.ts";
import { INPUT_CASES } from "./input.ts";
import { LATE_ROWS_CASES } from "./late-rows.ts";
import { LEFT_OUT_COLUMN_CASES } from "./left-out-columns.ts";
import { MEMORY_CASES } from "./memory.ts";
import { MORE_CIRCUIT_CASES } from "./more-circuit.ts";
import { OUTPUT_CASES } from "./output.ts";
import { PANIC_CASES } from "./panics.ts";
import { PLATFORM_CASES } from "./platform.ts";
import { PROGRAM_CASES } from "./program.ts";
import { PROGRESS_CASES } from "./progress.ts";
import { RECURRENCE_CASES } from "./recurrence.ts";
import { REPEATED_ROWS_CASES } from "./repeated-rows.ts";
import { RESTARTS_CASES } from "./restarts.ts";
import { SETTINGS_CASES } from "./settings.ts";
import { START_CASES } from "./start.ts";
import { STORAGE_CASES } from "./storage.ts";
import { TRANSACTION_CASES } from "./transaction.ts";
import { UNKNOWN_SETTING_CASES } from "./unknown-settings.ts";
import { UNRESPONSIVE_CASES } from "./unresponsive.ts";
import { WANTED_STATE_CASES } from "./wanted-state.ts";

const ALL: readonly RuleCase[] = [
  ...PROGRAM_CASES,
  ...COMPILER_WARNING_CASES,
  ...FAILURE_CASES,
  ...PANIC_CASES,
  ...START_CASES,
  ...RECURRENCE_CASES,
  ...RESTARTS_CASES,
  ...UNKNOWN_SETTING_CASES,
  ...UNRESPONSIVE_CASES,
  ...WANTED_STATE_CASES,
  ...TRANSACTION_CASES,
  ...OUTPUT_CASES,
  ...CONNECTOR_CASES,
  ...INPUT_CASES,
  ...REPEATED_ROWS_CASES,
  ...LEFT_OUT_COLUMN_CASES,
  ...LATE_ROWS_CASES,
  ...HEARD_LATE_CASES,
  ...EMPTY_VIEW_CASES,
  ...CHECKPOINT_CASES,
  ...PLATFORM_CASES,
  ...MEMORY_CASES,
  ...STORAGE_CASES,
  ...CIRCUIT_CASES,
  ...MORE_CIRCUIT_CASES,
  ...SETTINGS_CASES,
  ...PROGRESS_CASES,
];

export const CASES: readonly RuleCase[] = ALL.map(madeOnce);

/** Evidence takes long to make, is the same each time, and is only read. */
function madeOnce(one: RuleCase): RuleCase {
  let made: Evidence | undefined;
  return {
    ...one,
    evidence() {
      made ??= one.evidence();
      return made;
    },
  };
}
