import * as z from "zod";
import type { HealthFacts } from "../../analysis/cluster/health.ts";
import { span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** The rule whose findings say that a program is not compiled yet. */
export const COMPILING = "program/compiling";

/** Compilers take the programs that have waited longest first (Feldera 0.337, `get_next_rust_compilation`). */
const WAITS_FOR_ITS_TURN: ReadonlySet<string> = new Set(["Pending", "SqlCompiled"]);

const IS_COMPILED: ReadonlySet<string> = new Set(["CompilingSql", "CompilingRust"]);

export const Compiling = z.object({
  status: z.string(),
  /** For how long it has had that status. */
  ms: z.number().optional(),
  /** Whether somebody has started the pipeline, which it does once it is compiled. */
  is_start_wanted: z.boolean(),
});

/** A start that is asked for early waits for the compiler without a word: the pipeline stays Stopped. */
const compiling = defineRule({
  id: COMPILING,
  severity: "info",
  parts: ["pipeline"],
  looksFor: words`a program that is not compiled yet`,
  thresholds: ["compileMs"],
  about: Compiling.extend({
    /** Whether Feldera's own compiler was looked at, and is well: where it is not, a rule of its own says so. */
    is_compiler_well: z.boolean(),
  }),
  find({ pipeline, cluster_health, nowMs }) {
    const { program, deployment } = pipeline?.state ?? {};
    if (program === undefined || deployment === undefined) return [];
    const { status, since } = program;
    if (!WAITS_FOR_ITS_TURN.has(status) && !IS_COMPILED.has(status)) return [];
    const ms = nowMs - Date.parse(since ?? "");
    const is_start_wanted = deployment.status === "Stopped" && isStart(deployment.desired);
    return [
      {
        about: { status, ...(ms >= 0 && { ms }), is_start_wanted, is_compiler_well: isWell(cluster_health) },
        ...(ms >= THRESHOLDS.compileMs && { severity: "warning" as const }),
        signs: [
          { part: "pipeline", field: "program_status", value: { text: status }, ...(since && { at: since }) },
        ],
      },
    ];
  },
  what: (about) => words`its program is not compiled yet: ${compilingWords(about)}${waitingWords(about)}`,
  cause: ({ status, is_compiler_well }) =>
    WAITS_FOR_ITS_TURN.has(status)
      ? words`It waits for its turn: a compiler takes one program after another, the one that has waited longest first, and each may take minutes${is_compiler_well ? undefined : words`; whether the compiler is well is not known`}`
      : words`The Rust of a program takes minutes, and longer on a compiler that has compiled nothing like it before; the compiler's log tells how far it is`,
  next: ({ is_compiler_well }) =>
    is_compiler_well
      ? []
      : [
          {
            tool: "get_cluster_health",
            args: {},
            ofCluster: true,
            why: words`for whether the compiler is well`,
          },
        ],
});

function isWell(health: HealthFacts | undefined): boolean {
  const compiler = health?.services.find(({ name }) => name === "compiler");
  return health?.stale === undefined && compiler?.healthy === true;
}

function isStart(desired: string | undefined): boolean {
  return desired !== undefined && desired !== "Stopped" && desired !== "Suspended";
}

/** "CompilingRust for 25 min". */
export function compilingWords({ status, ms }: z.infer<typeof Compiling>): Words {
  return words`${status}${ms === undefined ? undefined : words` for ${span(ms)}`}`;
}

export function waitingWords({ is_start_wanted }: z.infer<typeof Compiling>): Words | undefined {
  return is_start_wanted ? words`, and its start waits for that` : undefined;
}

export const COMPILING_RULES = [compiling];
