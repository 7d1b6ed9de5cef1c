import type { CircuitFacts } from "../../analysis/circuit/circuit-facts.ts";
import type { CircuitProfileAnswer } from "../../answers/circuit-profile.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { whyMissing } from "../not-checked.ts";
import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";
import { renderUnoptimized } from "../pipeline/unoptimized.ts";
import { renderCircuit } from "./circuit.ts";
import { renderOperator } from "./circuit-operator.ts";

/** What is told in time, so that it matters how the program was compiled. */
const OF_TIME: ReadonlySet<CircuitFacts["by"]> = new Set(["time", "skew", "backpressure"]);

/** The ranking, or the one operator that was asked for. */
export function renderCircuitProfile({ facts }: Cleaned<CircuitProfileAnswer>, page: Page): void {
  const { pipeline_name, ranking, operator, graph_missing, program_missing } = facts;
  if (ranking) renderCircuit(pipeline_name, ranking, page);
  if (operator) renderOperator(pipeline_name, operator, page);
  if (graph_missing) {
    page.line(words`Not placed in the SQL, since dataflow_graph was not read: ${whyMissing(graph_missing)}.`);
  }
  if (program_missing) {
    page.line(
      words`No code of the SQL, since the pipeline's record was not read: ${whyMissing(program_missing)}.`,
    );
  }
  if (ranking === undefined || OF_TIME.has(ranking.by)) renderUnoptimized(facts, page);
  if (ranking) suggestNext(pipeline_name, ranking, page);
}

function suggestNext(pipeline_name: string, ranking: CircuitFacts, page: Page): void {
  const [first] = ranking.rows;
  if (first === undefined) return;
  page.next(
    "summarize_circuit_profile",
    { pipeline_name, operator: first.id },
    words`for all metrics of the first, and its neighbours`,
  );
  if (ranking.by === "time" && ranking.workers > 1 && (first.spread.max_over_avg ?? 1) >= UNEVEN) {
    page.next("summarize_circuit_profile", { pipeline_name, by: "skew" }, words`for what else is uneven`);
  }
}

/** The busiest worker has so many times the average: worth a look. */
const UNEVEN = 1.5;
