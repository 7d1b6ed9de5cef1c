import type * as z from "zod";
import type { Quote, Severity, Sign } from "../answers/diagnosis.ts";
import type { NextCall, RuleWords } from "../text/diagnosis/rule-words.ts";
import type { Words } from "../text/page/words.ts";
import type { Evidence } from "./evidence.ts";
import type { THRESHOLDS } from "./thresholds.ts";

interface Found<About> {
  /** What the finding's sentence says. */
  readonly about: About;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
  /** At least one. */
  readonly signs: readonly Sign[];
  readonly quotes?: readonly Quote[];
  /** The rules whose findings follow from this one, beside those that follow from every one of its rule. */
  readonly explains?: readonly string[];
  /** The rules each of which, where it warns of something as well, has found what this one follows from. */
  readonly effectOf?: readonly string[];
}

interface RuleHead extends Omit<RuleWords, "tell"> {
  readonly severity: Severity;
  readonly thresholds?: readonly (keyof typeof THRESHOLDS)[];
  /** Whether it looks at the compiler's graph too, which is no part of its own. */
  readonly needsGraph?: true;
  /** The rules whose findings follow from one of this rule. */
  readonly explains?: readonly string[];
}

interface RuleDefinition<About extends z.ZodType> extends RuleHead {
  readonly about: About;
  /** Pure. None where nothing of the kind is there, or a part that it needs was not read. */
  readonly find: (evidence: Evidence) => readonly Found<z.input<About>>[];
  /** What is wrong, in one sentence without its full stop. */
  readonly what: (about: z.output<About>) => Words;
  /** The thing and what is wrong with it in a few words, for the first lines of an answer; `what` where that is short. */
  readonly brief?: (about: z.output<About>) => Words;
  /** Only the thing and its kind of trouble, where a verdict tells the rest; what is looked for, where that says as much. */
  readonly short?: (about: z.output<About>) => Words;
  /** What usually causes it and what helps, in a sentence. */
  readonly cause: (about: z.output<About>) => Words;
  readonly next?: (about: z.output<About>) => readonly NextCall[];
}

/** A rule, whatever its findings are about: what a diagnosis needs of it. */
export interface Rule extends RuleHead, RuleWords {
  readonly find: (evidence: Evidence) => readonly Found<unknown>[];
}

/** One cause of trouble: what shows it, and what is to be said of it. */
export function defineRule<About extends z.ZodType>(definition: RuleDefinition<About>): Rule {
  const { id, severity, parts, looksFor, thresholds, needsGraph, ofSetup, explains, find } = definition;
  return {
    id,
    severity,
    parts,
    looksFor,
    ...(thresholds && { thresholds }),
    ...(needsGraph && { needsGraph }),
    ...(ofSetup && { ofSetup }),
    ...(explains && { explains }),
    find,
    tell(raw) {
      const about = definition.about.parse(raw);
      const what = definition.what(about);
      return {
        what,
        brief: definition.brief?.(about) ?? what,
        short: definition.short?.(about) ?? looksFor,
        cause: definition.cause(about),
        next: definition.next?.(about) ?? [],
      };
    },
  };
}
