import type { Rule } from "./rule.ts";
import { ABORT_RULES } from "./rules/aborts.ts";
import { CHANGED_NOTHING_RULES } from "./rules/changed-nothing.ts";
import { CHECKPOINT_RULES, CHECKPOINT_SETTING_RULES } from "./rules/checkpoint.ts";
import { CIRCUIT_RULES } from "./rules/circuit.ts";
import { COMPILER_WARNING_RULES } from "./rules/compiler-warnings.ts";
import { COMPILING_RULES } from "./rules/compiling.ts";
import { CONNECTOR_FAILURE_RULES, CONNECTOR_RULES } from "./rules/connector.ts";
import { CONSTANT_VIEW_RULES } from "./rules/constant-views.ts";
import { COUNTED_ADDITION_RULES } from "./rules/counted-additions.ts";
import { DROPPED_RULES } from "./rules/dropped-rows.ts";
import { EMPTY_PART_RULES } from "./rules/empty-parts.ts";
import { EMPTY_VIEW_RULES } from "./rules/empty-views.ts";
import { EQUAL_ROWS_RULES } from "./rules/equal-rows.ts";
import { FAILURE_RULES } from "./rules/failure.ts";
import { FAST_CLOCK_RULES } from "./rules/fast-clock.ts";
import { FEW_LATE_ROWS_RULES } from "./rules/few-late-rows.ts";
import { HELD_VIEW_RULES } from "./rules/held-views.ts";
import { IDLE_INPUT_RULES } from "./rules/idle-input.ts";
import { INPUT_FAILURE_RULES, INPUT_RULES } from "./rules/input.ts";
import { KILLED_RULES } from "./rules/killed.ts";
import { LAST_ROWS_RULES } from "./rules/last-rows.ts";
import { LATE_ROWS_RULES } from "./rules/late-rows.ts";
import { LATE_ROWS_HEARD_RULES } from "./rules/late-rows-heard.ts";
import { LIMIT_AHEAD_RULES } from "./rules/limit-ahead.ts";
import { LOCKED_STORAGE_RULES } from "./rules/locked-storage.ts";
import { LOSS_RULES } from "./rules/loss.ts";
import { MANY_PAIRS_RULES } from "./rules/many-pairs.ts";
import { MEMORY_RULES, MEMORY_SETTING_RULES } from "./rules/memory.ts";
import { NO_OUTPUT_RULES } from "./rules/no-outputs.ts";
import { NO_PARTNER_RULES } from "./rules/no-partner.ts";
import { NOTHING_OUT_RULES } from "./rules/nothing-out.ts";
import { NULL_KEY_RULES } from "./rules/null-keys.ts";
import { ONE_BY_ONE_RULES } from "./rules/one-by-one.ts";
import { ONE_GROUP_RULES } from "./rules/one-group.ts";
import { ONE_ROW_RULES } from "./rules/one-row.ts";
import { OUTPUT_RULES } from "./rules/output.ts";
import { PANIC_RULES } from "./rules/panics.ts";
import { PANIC_COUNT_RULES } from "./rules/panics-counted.ts";
import { PLATFORM_RULES, PLATFORM_SETTING_RULES } from "./rules/platform.ts";
import { PROGRAM_RULES } from "./rules/program.ts";
import { PROGRESS_RULES } from "./rules/progress.ts";
import { EARLIER_DEATH_RULES, RECURRENCE_RULES } from "./rules/recurrence.ts";
import { REPEATED_ROWS_RULES } from "./rules/repeated-rows.ts";
import { REPEATED_SUM_RULES } from "./rules/repeated-sums.ts";
import { REPLACED_RULES } from "./rules/replaced-rows.ts";
import { PAST_RULES, RESTART_RULES } from "./rules/restarts.ts";
import { SAME_FILE_RULES } from "./rules/same-file.ts";
import { SAME_SOURCE_RULES } from "./rules/same-sources.ts";
import { SETTING_RULES } from "./rules/settings.ts";
import { SLOW_COMMIT_RULES } from "./rules/slow-commit.ts";
import { SMALL_BATCH_RULES } from "./rules/small-batches.ts";
import { SMALL_QUEUE_RULES } from "./rules/small-queue.ts";
import { SLOW_START_RULES, START_RULES } from "./rules/start.ts";
import { STATE_RULES } from "./rules/state.ts";
import { STORAGE_RULES } from "./rules/storage.ts";
import { TABLE_TIME_RULES } from "./rules/table-times.ts";
import { TIMES_AHEAD_RULES } from "./rules/times-ahead.ts";
import { OPEN_TRANSACTION_RULES } from "./rules/transaction.ts";
import { UNDONE_JOIN_RULES } from "./rules/undone-joins.ts";
import { UNEQUAL_NULLS_RULES } from "./rules/unequal-nulls.ts";
import { UNION_RULES } from "./rules/unions.ts";
import { UNKNOWN_RELATION_RULES } from "./rules/unknown-relations.ts";
import { UNNEST_RULES } from "./rules/unnests.ts";
import { UNRESPONSIVE_RULES } from "./rules/unresponsive.ts";
import { WAIT_RULES } from "./rules/waits.ts";
import { STANDBY_RULES, WANTED_STATE_RULES } from "./rules/wanted-state.ts";
import { WHOLE_QUOTIENT_RULES } from "./rules/whole-quotients.ts";

/**
 * Every rule. Among findings of one severity, that of the rule which stands first here comes first: what stops a
 * pipeline before what slows it, causes before what follows from them.
 */
export const RULES: readonly Rule[] = [
  ...RECURRENCE_RULES,
  ...PROGRAM_RULES,
  ...FAILURE_RULES,
  ...KILLED_RULES,
  ...PANIC_RULES,
  ...ABORT_RULES,
  ...PANIC_COUNT_RULES,
  ...LOCKED_STORAGE_RULES,
  ...COMPILING_RULES,
  ...START_RULES,
  ...RESTART_RULES,
  ...UNRESPONSIVE_RULES,
  ...WANTED_STATE_RULES,
  ...OPEN_TRANSACTION_RULES,
  ...SLOW_COMMIT_RULES,
  ...OUTPUT_RULES,
  ...CONNECTOR_FAILURE_RULES,
  ...INPUT_FAILURE_RULES,
  ...IDLE_INPUT_RULES,
  ...CHECKPOINT_RULES,
  ...PLATFORM_RULES,
  ...CONNECTOR_RULES,
  ...TABLE_TIME_RULES,
  ...TIMES_AHEAD_RULES,
  ...LIMIT_AHEAD_RULES,
  ...MEMORY_RULES,
  ...STORAGE_RULES,
  ...DROPPED_RULES,
  ...CIRCUIT_RULES,
  ...UNNEST_RULES,
  ...LATE_ROWS_HEARD_RULES,
  ...FEW_LATE_ROWS_RULES,
  ...FAST_CLOCK_RULES,
  ...WAIT_RULES,
  ...STATE_RULES,
  ...PROGRESS_RULES,
  ...INPUT_RULES,
  ...SAME_SOURCE_RULES,
  ...SAME_FILE_RULES,
  ...EQUAL_ROWS_RULES,
  ...SMALL_BATCH_RULES,
  ...SMALL_QUEUE_RULES,
  ...ONE_BY_ONE_RULES,
  ...LOSS_RULES,
  ...ONE_ROW_RULES,
  ...UNKNOWN_RELATION_RULES,
  ...EMPTY_VIEW_RULES,
  ...HELD_VIEW_RULES,
  ...LAST_ROWS_RULES,
  ...CONSTANT_VIEW_RULES,
  ...NOTHING_OUT_RULES,
  ...EMPTY_PART_RULES,
  ...NULL_KEY_RULES,
  ...UNEQUAL_NULLS_RULES,
  ...NO_PARTNER_RULES,
  ...MANY_PAIRS_RULES,
  ...REPEATED_ROWS_RULES,
  ...UNION_RULES,
  ...UNDONE_JOIN_RULES,
  ...WHOLE_QUOTIENT_RULES,
  ...COUNTED_ADDITION_RULES,
  ...REPEATED_SUM_RULES,
  ...ONE_GROUP_RULES,
  ...REPLACED_RULES,
  ...CHANGED_NOTHING_RULES,
  ...COMPILER_WARNING_RULES,
  ...SLOW_START_RULES,
  ...EARLIER_DEATH_RULES,
  ...PAST_RULES,
  ...LATE_ROWS_RULES,
  ...NO_OUTPUT_RULES,
  ...MEMORY_SETTING_RULES,
  ...CHECKPOINT_SETTING_RULES,
  ...PLATFORM_SETTING_RULES,
  ...SETTING_RULES,
  ...STANDBY_RULES,
];
