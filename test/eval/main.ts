import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { SCENARIOS } from "../scenarios/all.ts";
import type { Expected, Scenario } from "../scenarios/scenario.ts";
import { evaluate } from "./evaluate.ts";
import { reportOf } from "./report.ts";
import type { Score } from "./score.ts";

const USAGE = `npm run eval -- --assistant COMMAND (--all | --scenario NAME ...) [options]

  --assistant COMMAND  command line of an assistant that speaks MCP and prints its answer; {config} stands for
                       the path of its MCP configuration, {prompt_file} for that of the question
  --all                every scenario
  --scenario NAME      those whose name has NAME in it; may be given several times
  --timeout SECS       for each scenario; 300 unless given
  --toolsets LIST      what the server offers; debug,sql,control unless given, so that harm can be done
  --json FILE          writes the scores to FILE as well
  --list               prints the names of the scenarios
`;

type Judged = Scenario & { readonly eval: Expected };

/** @returns the exit code: 0 when all was run, however the assistant fared; 2 where the arguments do not fit */
export async function main(args: readonly string[]): Promise<number> {
  const judged = SCENARIOS.filter((one): one is Judged => one.eval !== undefined);
  const options = optionsOf(args);
  if (options.list === true) {
    process.stdout.write(`${judged.map(({ name }) => name).join("\n")}\n`);
    return 0;
  }
  const names = options.scenario ?? [];
  const chosen = judged.filter(
    ({ name }) => options.all === true || names.some((part) => name.includes(part)),
  );
  const timeoutSecs = Number(options.timeout ?? 300);
  if (options.assistant === undefined || chosen.length === 0 || !(timeoutSecs > 0)) {
    process.stderr.write(
      names.length > 0 && chosen.length === 0 ? "eval: no such scenario; see --list\n" : USAGE,
    );
    return 2;
  }
  const assistant = {
    command: options.assistant,
    toolsets: options.toolsets ?? "debug,sql,control",
    timeoutSecs,
  };
  // Leaving in an orderly way takes the assistant along.
  process.once("SIGINT", () => process.exit(130));
  const scores: Score[] = [];
  for (const [i, scenario] of chosen.entries()) {
    process.stderr.write(`${i + 1}/${chosen.length} ${scenario.name}\n`);
    scores.push(await evaluate(scenario, assistant));
  }
  process.stdout.write(`${reportOf(scores)}\n`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(scores, undefined, 2)}\n`);
  return 0;
}

function optionsOf(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      assistant: { type: "string" },
      all: { type: "boolean" },
      scenario: { type: "string", multiple: true },
      timeout: { type: "string" },
      toolsets: { type: "string" },
      json: { type: "string" },
      list: { type: "boolean" },
    },
  }).values;
}
