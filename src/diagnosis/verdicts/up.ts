import * as z from "zod";
import { plural, span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { defineVerdict } from "../verdict.ts";

/** Is it up, and since when. */
export const up = defineVerdict({
  verdict: "up",
  label: words`Up`,
  parts: ["pipeline"],
  about: z.object({
    status: z.string(),
    wanted: z.string().optional(),
    ms: z.number().optional(),
    error_code: z.string().optional(),
    /** Starts that the log shows; absent where it was not read. */
    starts: z.int().optional(),
  }),
  judge({ pipeline, log, nowMs }) {
    if (pipeline === undefined) return undefined;
    const { deployment, failure } = pipeline.state;
    const ms = nowMs - Date.parse(deployment.since ?? "");
    const isAsWanted = deployment.desired === undefined || deployment.desired === deployment.status;
    return {
      standing: failure === undefined && isAsWanted ? ("well" as const) : ("trouble" as const),
      about: {
        status: deployment.status,
        ...(!isAsWanted && { wanted: deployment.desired }),
        ...(ms >= 0 && { ms }),
        ...(failure && { error_code: failure.error_code }),
        ...(log && { starts: log.runs.length }),
      },
    };
  },
  tell({ status, wanted, ms, error_code, starts }) {
    const is: Words = status === "Running" ? words`yes, running` : words`no, ${status}`;
    const since = ms === undefined ? undefined : words` for ${span(ms)}`;
    const failed = error_code === undefined ? undefined : words`, failed with ${error_code}`;
    const wish = wanted === undefined ? undefined : words`, wanted ${wanted}`;
    const often =
      starts === undefined ? undefined : words`; ${plural(starts, words`start`, words`starts`)} in its log`;
    return words`${is}${since}${wish}${failed}${often}`;
  },
});
