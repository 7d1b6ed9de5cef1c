import type { FelderaError } from "../../feldera/errors.ts";
import { moment } from "../../text/page/format.ts";
import { json, nameList, type Words, words } from "../../text/page/words.ts";
import { failureSentence } from "../../text/pipeline/failure.ts";
import { statusWords } from "../../text/pipeline/status-words.ts";
import type { Circumstances } from "./circumstances.ts";

/** Of a host that answers as no Feldera would. */
export const SET_HOST = words`Set FELDERA_HOST to Feldera's address, without a path such as /v0.`;

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

/** Arguments that choose what is shown of an answer: a call that differs in them alone fails in the same way. */
const OF_THE_VIEW: ReadonlySet<string> = new Set(["section", "level", "selector", "max_tokens"]);

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Advice to make a call; undefined where that is the call that failed, for whoever makes it again learns nothing.
 *
 * @param say is given the call as it is to be made
 */
export function advise(
  { failed }: Circumstances,
  tool: string,
  args: Arguments,
  say: (call: Words) => Words,
): Words | undefined {
  const decisive = Object.entries(args).filter(([name]) => !OF_THE_VIEW.has(name));
  const isSame = failed?.tool === tool && decisive.every(([name, value]) => failed.args[name] === value);
  return isSame ? undefined : say(words`${tool} ${json(args)}`);
}

/** The calls that the manager answers whatever the pipeline does, but for the one that failed. */
export function callsWithoutThePipeline({ pipeline_name, failed }: Circumstances): Words {
  const tools = ["get_pipeline", "get_pipeline_logs", "list_events", "list_checkpoints"];
  const [first = "", ...others] = tools.filter((tool) => tool !== failed?.tool);
  const last = others.pop() ?? "";
  return words`${first} ${json({ pipeline_name })}; ${nameList(others)} and ${last} take the same argument.`;
}

/** "get_pipeline {…} tells how it stands.", or what else there is to ask. */
export function stateAdvice(circumstances: Circumstances, tells: Words): Words {
  const { pipeline_name } = circumstances;
  const say = (call: Words) => words`${call} ${tells}`;
  return (
    (pipeline_name === undefined
      ? undefined
      : advise(circumstances, "get_pipeline", { pipeline_name }, say)) ??
    advise(circumstances, "list_pipelines", {}, say) ??
    words`get_cluster_health {} tells how Feldera itself stands.`
  );
}

/** "shortly", or "in 5 s" where Feldera said so. */
export function soon({ retryAfterSecs }: FelderaError): Words {
  return retryAfterSecs === undefined ? words`shortly` : words`in ${Math.ceil(retryAfterSecs)} s`;
}
