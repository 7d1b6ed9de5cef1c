import type { CheckpointResults } from "../analysis/checkpoints/status.ts";
import type { NamedOperators } from "../analysis/circuit/named-operators.ts";
import type { CircuitSigns } from "../analysis/circuit/signs.ts";
import type { HealthFacts } from "../analysis/cluster/health.ts";
import type { PlatformFacts } from "../analysis/cluster/platform.ts";
import type { LateRowsHeard } from "../analysis/error-view/late-rows.ts";
import type { Timeline } from "../analysis/events/timeline.ts";
import type { LogFacts } from "../analysis/logs/log-facts.ts";
import type { MetricsSigns } from "../analysis/metrics/signs.ts";
import type { UdfLine } from "../analysis/pipeline/deployment-error.ts";
import type { PanicExpression } from "../analysis/pipeline/panic-expression.ts";
import type { PipelineFacts } from "../analysis/pipeline/pipeline-facts.ts";
import type { SitesFacts } from "../analysis/pprof/sites/sites.ts";
import type { CountedAddition } from "../analysis/program/counted-additions.ts";
import type { HeldView } from "../analysis/program/held-views.ts";
import type { KeptState } from "../analysis/program/kept-state.ts";
import type { ManyJoins } from "../analysis/program/many-joins.ts";
import type { NeededTables } from "../analysis/program/needed-tables.ts";
import type { RepeatedSum } from "../analysis/program/repeated-sums.ts";
import type { UndoneJoin } from "../analysis/program/undone-joins.ts";
import type { WholeQuotient } from "../analysis/program/whole-quotients.ts";
import type { PipelineRun } from "../analysis/runs/run.ts";
import type { StatsFacts } from "../analysis/stats/stats-facts.ts";
import type { TimeSeriesFacts } from "../analysis/time-series/time-series-facts.ts";
import type { Point } from "../analysis/time-series/trend.ts";
import type { PartName } from "../answers/diagnosis.ts";

/** What was gathered of each part. One is absent where it was not asked for, or could not be read. */
export interface Parts {
  readonly pipeline?: PipelineFacts;
  readonly stats?: StatsFacts;
  readonly events?: Timeline;
  /** The pipeline's runs as its events tell them, oldest first; read with the events. */
  readonly runs?: readonly PipelineRun[];
  /** Records of the current or last run, from warnings on, folded. */
  readonly log?: LogEvidence;
  readonly time_series?: TimeSeriesFacts;
  /** How many records it had processed at each of its samples since it began, oldest first. */
  readonly processed?: readonly Point[];
  readonly metrics?: MetricsSigns;
  readonly checkpoint_status?: CheckpointResults;
  readonly cluster_health?: HealthFacts;
  readonly platform?: PlatformFacts;
  readonly circuit_profile?: CircuitSigns;
  /** What came too late between the two looks. */
  readonly error_view?: LateRowsHeard;
  readonly heap_profile?: SitesFacts;
  /** What the program will remember, by the compiler's graph and the pipeline's record. */
  readonly kept_state?: readonly KeptState[];
  /** The tables that its views need rows of, by the same graph. */
  readonly needed_tables?: readonly NeededTables[];
  /** The views whose rows are held until they are final, by the same graph. */
  readonly held_views?: readonly HeldView[];
  /** The outer joins that its views undo, by the same graph. */
  readonly undone_joins?: readonly UndoneJoin[];
  /** The columns of its views that divide whole numbers, by the same graph. */
  readonly whole_quotients?: readonly WholeQuotient[];
  /** What its views count of rows that an outer join adds, by the same graph. */
  readonly counted_additions?: readonly CountedAddition[];
  /** What its views sum of rows that a join gives several times, by the same graph. */
  readonly repeated_sums?: readonly RepeatedSum[];
  /** Which of its joins may have many rows on both sides of a key, by the same graph. */
  readonly many_joins?: ManyJoins;
  /** What an earlier look saw, where a diagnosis looked twice; `stats` has its rates from the two. */
  readonly earlier?: { readonly circuit_profile?: CircuitSigns };
}

export interface LogEvidence extends LogFacts {
  /** Where the SQL operators come from that its panics name, those that are not over. */
  readonly panicked_operators?: NamedOperators;
  /** The line of the pipeline's own Rust functions that the newest of those panicked in. */
  readonly panicked_udf_line?: UdfLine;
}

/** All that a rule may look at. */
export interface Evidence extends Parts {
  /** The moment that it describes, in ms since 1970. */
  readonly nowMs: number;
  /** The parts that were asked for, and that nobody answered. */
  readonly unanswered?: readonly PartName[];
  /** Where a pipeline failed, as far as its error tells. */
  readonly failed?: {
    readonly operators?: NamedOperators;
    readonly udf_line?: UdfLine;
    /** The one that panicked; several where one of them did. */
    readonly expressions?: readonly PanicExpression[];
  };
}
