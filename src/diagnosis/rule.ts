import type * as z from "zod";
import type { Words } from "../text/page/words.ts";
import type { Evidence, PartName } from "./evidence.ts";
import type { Quote, Sign } from "./measure.ts";
import type { THRESHOLDS } from "./thresholds.ts";

export const SEVERITIES = ["error", "warning", "info"] as const;

export type Severity = (typeof SEVERITIES)[number];

/** A call that would take a finding further. */
export interface NextCall {
  readonly tool: string;
  /** Beside the pipeline's name, which is added unless the tool is about the cluster. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly ofCluster?: true;
  /** "for …", what it would tell. */
  readonly why: Words;
}

interface Found<About> {
  /** What the finding's sentence says. */
  readonly about: About;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
  /** At least one. */
  readonly signs: readonly Sign[];
  readonly quotes?: readonly Quote[];
}

interface RuleHead {
  /** `area/cause`, as in Feldera's own triage. */
  readonly id: string;
  readonly severity: Severity;
  /** The parts that it looks at: where one could not be read, what the rule is for was not wholly checked. */
  readonly parts: readonly PartName[];
  /** What is looked for, as in "looked for …": "a slow sink". */
  readonly looksFor: Words;
  readonly thresholds?: readonly (keyof typeof THRESHOLDS)[];
  /** The rules whose findings follow from one of this rule. */
  readonly explains?: readonly string[];
}

interface RuleDefinition<About extends z.ZodType> extends RuleHead {
  readonly about: About;
  /** Pure. None where nothing of the kind is there, or a part that it needs was not read. */
  readonly find: (evidence: Evidence) => readonly Found<z.input<About>>[];
  /** What is wrong, in one sentence without its full stop. */
  readonly what: (about: z.output<About>) => Words;
  /** What usually causes it and what helps, in a sentence. */
  readonly cause: (about: z.output<About>) => Words;
  readonly next?: (about: z.output<About>) => readonly NextCall[];
}

/** A rule whose types have been used up: what a diagnosis needs of it. */
export interface Rule extends RuleHead {
  readonly find: (evidence: Evidence) => readonly Found<unknown>[];
  /** Puts a finding of this rule, read back from the facts, into words. */
  readonly tell: (about: unknown) => {
    readonly what: Words;
    readonly cause: Words;
    readonly next: readonly NextCall[];
  };
}

/** One cause of trouble: what shows it, and what is to be said of it. */
export function defineRule<About extends z.ZodType>(definition: RuleDefinition<About>): Rule {
  const { id, severity, parts, looksFor, thresholds, explains, find } = definition;
  return {
    id,
    severity,
    parts,
    looksFor,
    ...(thresholds && { thresholds }),
    ...(explains && { explains }),
    find,
    tell(raw) {
      const about = definition.about.parse(raw);
      return {
        what: definition.what(about),
        cause: definition.cause(about),
        next: definition.next?.(about) ?? [],
      };
    },
  };
}
