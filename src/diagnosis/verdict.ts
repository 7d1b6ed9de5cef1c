import type * as z from "zod";
import type { Finding, PartName, STANDINGS, Verdict } from "../answers/diagnosis.ts";
import type { VerdictWords } from "../text/diagnosis/verdict-words.ts";
import type { Words } from "../text/page/words.ts";
import type { Evidence } from "./evidence.ts";

type Standing = (typeof STANDINGS)[number];

interface Judged<About> {
  readonly standing: Exclude<Standing, "not_checked">;
  /** What its line says. */
  readonly about: About;
}

interface VerdictDefinition<About extends z.ZodType> extends Pick<VerdictWords, "verdict" | "label"> {
  /** The parts that tell it: where it cannot be judged, those of them are named that were not read. */
  readonly parts: readonly PartName[];
  readonly about: About;
  /** Pure; undefined where what it is told from was not read. A verdict agrees with what the rules have found. */
  readonly judge: (evidence: Evidence, findings: readonly Finding[]) => Judged<z.input<About>> | undefined;
  /** One line with the figures that decide, without its full stop. */
  readonly tell: (about: z.output<About>, standing: Standing) => Words;
  /** What the first line says of it where no error or warning was found, and yet all is not well. */
  readonly concede?: (about: z.output<About>, standing: Standing) => Words | undefined;
  /** What has to be meant, where the first line says that nothing wrong was found. */
  readonly presume?: (about: z.output<About>) => Words | undefined;
  /** The rules whose findings that line tells, so that they need not be told beside it. */
  readonly rulesTold?: (about: z.output<About>) => readonly string[];
}

/** A verdict, whatever it is about. */
export interface VerdictRule extends VerdictWords {
  readonly judge: (evidence: Evidence, findings: readonly Finding[]) => Verdict;
}

/** One of the questions that a diagnosis answers first: how it is judged, and how the answer is put. */
export function defineVerdict<About extends z.ZodType>(definition: VerdictDefinition<About>): VerdictRule {
  const { verdict, label, parts } = definition;
  return {
    verdict,
    label,
    judge(evidence, findings) {
      const judged = definition.judge(evidence, findings);
      if (judged !== undefined) return { verdict, ...judged };
      return {
        verdict,
        standing: "not_checked",
        needs: parts.filter((part) => evidence[part] === undefined),
      };
    },
    tell: ({ about, standing }) => definition.tell(definition.about.parse(about), standing),
    concede: ({ about, standing }) =>
      standing === "not_checked" ? undefined : definition.concede?.(definition.about.parse(about), standing),
    presume: ({ about, standing }) =>
      standing === "not_checked" ? undefined : definition.presume?.(definition.about.parse(about)),
    rulesTold: ({ about, standing }) =>
      standing === "not_checked" ? [] : (definition.rulesTold?.(definition.about.parse(about)) ?? []),
  };
}
