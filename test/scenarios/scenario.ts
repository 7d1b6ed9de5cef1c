import type { Served } from "../support/routes.ts";

export interface ScenarioCall {
  readonly tool: string;
  /** Beside the pipeline's name. */
  readonly args?: Readonly<Record<string, unknown>>;
}

/** How any assistant's answer is judged, in whatever words it is. */
export interface Expected {
  /** What a person asks, with PIPELINE for its name; that it does not do what it should, unless given. */
  readonly question?: string;
  /** All of these, where the answer names the cause. */
  readonly cause: readonly [RegExp, ...RegExp[]];
  /** What shows the cause: each counts for itself. */
  readonly evidence: readonly [RegExp, ...RegExp[]];
}

/** A pipeline in some state, what to ask, and what an assistant must be told of it. */
export interface Scenario {
  /** As a person would say it. */
  readonly name: string;
  /** For `npm run eval`; absent where what is asked is a single tool. */
  readonly eval?: Expected;
  /** Serves the pipeline in its state, and returns its name. */
  readonly world: (feldera: Served) => string;
  /** diagnose_pipeline at depth quick unless said; the last call's answer is the one that must tell the cause. */
  readonly calls?: readonly ScenarioCall[];
  /** Whether the answer is an error of the tool, as for what Feldera refuses. */
  readonly isError?: true;
  /** Rules of the errors and warnings that are there, that of the true cause first; none for a healthy pipeline. */
  readonly findings: readonly string[];
  /** What the first lines of the answer must say of the cause, one after the other. */
  readonly says: readonly RegExp[];
  /** What the first five lines must say of the cause: what an assistant must name of it, unless this is given. */
  readonly saysAtOnce?: readonly RegExp[];
  /** What no line of the answer may say. */
  readonly never?: readonly RegExp[];
  /** What the answers may cost in all, in tokens as counted for a model; 1,200 unless said. */
  readonly maxTokens?: number;
}

/** Lines of an answer in which the cause must be told. */
export const FIRST_LINES = 14;

/** Lines of an answer that are read in any case. */
export const LINES_AT_ONCE = 5;

/** What people ask of a pipeline, and the verdict whose line answers it. */
export const ANSWERED_BY: Readonly<Record<string, string>> = {
  "Why did it stop?": "Up",
  "Is anything wrong with it?": "Up",
  "Why is it slow?": "Keeps up",
  "What is it busy with?": "Time",
  "Will it grow?": "Grows",
  "Where are my rows?": "Loses rows",
  "Why does nothing come out?": "Loses rows",
};

/** The verdicts that some lines give: "Up: yes", or "Grows, Time: not checked". */
export function verdictsIn(lines: string): string[] {
  return [...lines.matchAll(/(?:^|\. )((?:[A-Z][a-z ]+, )*[A-Z][a-z ]+): \w/gm)].flatMap(([, list = ""]) =>
    list.split(", "),
  );
}

/** A finding as an answer tells it. */
export interface ToldFinding {
  readonly severity: "ERROR" | "WARNING" | "INFO";
  readonly rule: string;
}

/** The findings that an answer of diagnose_pipeline tells, in its order: each by itself, then those of its settings. */
export function findingsIn(answer: string): ToldFinding[] {
  const told: ToldFinding[] = [...answer.matchAll(/^\d+\. (ERROR|WARNING|INFO) ([a-z]+\/[a-z-]+)/gm)].flatMap(
    ([, severity, rule]) =>
      rule !== undefined && (severity === "ERROR" || severity === "WARNING" || severity === "INFO")
        ? [{ severity, rule }]
        : [],
  );
  const [settings = ""] = /^For information: .*$/m.exec(answer) ?? [];
  const ofSettings = [...settings.matchAll(/\(([a-z]+\/[a-z-]+)\)/g)].flatMap(([, rule]) =>
    rule === undefined ? [] : [{ severity: "INFO" as const, rule }],
  );
  return [...told, ...ofSettings];
}
