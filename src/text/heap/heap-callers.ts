import type { SitesFacts } from "../../analysis/pprof/sites/sites.ts";
import { framePath } from "../functions/frame-name.ts";
import { percent } from "../page/format.ts";
import { shortFile } from "./heap-nameless.ts";

const BRANCHES_SHOWN = 2;
/** Frames shown between a site and the part of Feldera that it serves. */
const FRAMES_SHOWN = 3;
const FRAMES_OF_BRANCH_SHOWN = 2;

type Site = SitesFacts["rows"][number];
type CallPath = Site["callPaths"][number];

/** Who calls a site on behalf of a part of Feldera, nearest first, and where that splits; empty where nothing tells. */
export function callersText({ weight, callers, branches, branchesInAll }: CallPath): string {
  const path = framePath(
    callers.map(({ name }) => name),
    FRAMES_SHOWN,
  );
  const shown = branches.slice(0, BRANCHES_SHOWN).map((branch) => {
    const frames = branch.map(({ name }) => name);
    return `${percent((branch[0]?.weight ?? 0) / (weight || 1))} ${framePath(frames, FRAMES_OF_BRANCH_SHOWN)}`;
  });
  const left = branchesInAll - shown.length;
  const split = [...shown, ...(left > 0 ? [`${left} more`] : [])].join("; ");
  return [path, split].filter((text) => text !== "").join(" < ");
}

/** Where a function is whose name has no path, to stand behind the name. */
export function siteFile({ file }: Pick<Site, "file">): string {
  return file === undefined ? "" : ` (${shortFile(file)})`;
}
