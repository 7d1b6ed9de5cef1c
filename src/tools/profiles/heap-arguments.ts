import * as z from "zod";
import { HEAP_VIEWS, HeapOptions, OPTIONS_OF_VIEW } from "../../analysis/profiles/heap-options.ts";
import { joined, words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { pipeline_name } from "../tool.ts";
import { PROFILE_ARGUMENTS } from "./profile-arguments.ts";

const { view, baseline_kind, sort, limit, ...others } = HeapOptions.shape;
const { profile_id, baseline, save } = PROFILE_ARGUMENTS;

export const HeapArguments = z.strictObject({
  pipeline_name,
  view: view.default("sites"),
  profile_id,
  baseline,
  baseline_kind,
  sort: sort.default("flat"),
  limit: limit.default(20),
  ...others,
  save,
});

export type HeapArguments = z.output<typeof HeapArguments>;

/**
 * What the arguments ask of a profile.
 *
 * @throws ToolError where arguments do not go together: none is ignored silently
 */
export function heapOptions(args: HeapArguments): HeapOptions {
  const { pipeline_name: _, profile_id: __, baseline, save: ___, ...options } = args;
  if (options.name === undefined) requireFit(options, baseline);
  return options;
}

function requireFit(options: HeapOptions, baseline: string | undefined): void {
  const { view, sort, baseline_kind, peek } = options;
  for (const option of new Set(Object.values(OPTIONS_OF_VIEW).flat())) {
    const fitting = HEAP_VIEWS.filter((each) => OPTIONS_OF_VIEW[each].includes(option));
    if (options[option] === undefined || fitting.includes(view)) continue;
    throw new ToolError(
      words`${option} does not go with view ${view}.`,
      words`It goes with view ${joined(
        fitting.map((each) => words`${each}`),
        words` or `,
      )}.`,
    );
  }
  if (view === "peek" && peek === undefined) {
    throw new ToolError(
      words`View peek needs the argument peek.`,
      words`It is a pattern: the functions that match are shown, each with its callers and callees.`,
    );
  }
  if (baseline_kind !== undefined && baseline === undefined) {
    throw new ToolError(
      words`baseline_kind is given, but no baseline.`,
      words`It says how pprof compares with a baseline.`,
    );
  }
  if (view === "sites" && baseline !== undefined && sort === "cum") {
    throw new ToolError(
      words`sort cum does not go with a baseline in view sites.`,
      words`Sites are compared by flat; pprof's views compare by both.`,
    );
  }
}
