import type { PartName } from "../../answers/diagnosis.ts";
import type { Words } from "../page/words.ts";

/** A call that would take a finding further. */
export interface NextCall {
  readonly tool: string;
  /** Beside the pipeline's name, which is added unless the tool is about the cluster. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly ofCluster?: true;
  /** The part that it is to have read, where that is so: not asked for where it was. */
  readonly toRead?: PartName;
  /** "for …", what it would tell. */
  readonly why: Words;
}

/** What a rule says of a finding. */
export interface Told {
  /** What is wrong, in one sentence without its full stop. */
  readonly what: Words;
  /** The thing and what is wrong with it in a few words, for the first lines of an answer. */
  readonly brief: Words;
  /** Only the thing and its kind of trouble, where a verdict tells the rest. */
  readonly short: Words;
  /** What usually causes it and what helps, likewise. */
  readonly cause: Words;
  readonly next: readonly NextCall[];
}

/** What the text of a diagnosis needs of a rule. */
export interface RuleWords {
  /** `area/cause`, as in Feldera's own triage. */
  readonly id: string;
  /** The parts that it looks at: where one could not be read, what the rule is for was not wholly checked. */
  readonly parts: readonly PartName[];
  /** What is looked for, as in "looked for …": "a slow sink". */
  readonly looksFor: Words;
  /** Whether what it finds lies in how the pipeline is set up, whatever happens to it. */
  readonly ofSetup?: true;
  /** Puts a finding of this rule, read back from the facts, into words. */
  readonly tell: (about: unknown) => Told;
}
