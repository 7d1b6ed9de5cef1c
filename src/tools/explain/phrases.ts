import type { FelderaError } from "../../feldera/errors.ts";
import { moment } from "../../text/page/format.ts";
import { json, type Words, words } from "../../text/page/words.ts";
import { failureSentence } from "../../text/pipeline/failure.ts";
import { statusWords } from "../../text/pipeline/status-words.ts";
import type { Circumstances } from "./circumstances.ts";

/** "runtime_panic is Stopped since …". */
export function stateWords({ pipeline_name, state }: Circumstances): Words {
  if (state === undefined) return words`The state of ${pipeline_name} could not be looked up`;
  const since =
    state.deployment.since === undefined ? words`` : words` since ${moment(state.deployment.since)}`;
  const program = state.program.status === "Success" ? words`` : words`, program ${state.program.status}`;
  return words`${pipeline_name} is ${statusWords(state.deployment)}${since}${program}`;
}

/** " Its error: a worker panicked: …", where there is one. */
export function failureWords({ state }: Circumstances): Words {
  return state?.failure ? words` Its error: ${failureSentence(state.failure)}` : words``;
}

/** The calls that the manager answers whatever the pipeline does. */
export function callsWithoutThePipeline({ pipeline_name }: Circumstances): Words {
  return words`get_pipeline ${json({ pipeline_name })}; get_pipeline_logs, list_events and list_checkpoints take the same argument.`;
}

/** "get_pipeline {…}", or what there is to ask where the call named no pipeline. */
export function stateCall({ pipeline_name }: Circumstances): Words {
  return pipeline_name === undefined
    ? words`list_pipelines {}`
    : words`get_pipeline ${json({ pipeline_name })}`;
}

/** "shortly", or "in 5 s" where Feldera said so. */
export function soon({ retryAfterSecs }: FelderaError): Words {
  return retryAfterSecs === undefined ? words`shortly` : words`in ${Math.ceil(retryAfterSecs)} s`;
}
