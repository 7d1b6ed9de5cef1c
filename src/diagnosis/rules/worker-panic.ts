import * as z from "zod";
import { NamedOperators } from "../../analysis/circuit/named-operators.ts";
import type { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { DeploymentFailure, UdfLine } from "../../analysis/pipeline/deployment-error.ts";
import { failureKind, isUntoldPanic } from "../../analysis/pipeline/failure-kind.ts";
import { PanicExpression } from "../../analysis/pipeline/panic-expression.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { placeWords } from "../../text/circuit/circuit-sql.ts";
import { gist } from "../../text/page/gist.ts";
import { type Words, words } from "../../text/page/words.ts";
import { udfWords } from "../../text/pipeline/failure.ts";
import { operatorName } from "../../text/sql/operator-name.ts";
import { sqlName } from "../../text/sql/sql-name.ts";
import { panicAdvice, panickedAtWords } from "../failure-advice.ts";
import { defineRule } from "../rule.ts";
import { currentPanics, isFatal } from "./panics.ts";
import { failureOf, LOG_CALL, signOf } from "./standing-failure.ts";
import { CODE_CHARS } from "./where.ts";

const OF_CIRCUIT = words`a thread of its circuit`;

export const panicked = defineRule({
  id: "runtime/panic",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a worker that panicked`,
  about: z.object({
    failure: DeploymentFailure,
    operators: NamedOperators.optional(),
    udf_line: UdfLine.optional(),
    /** The one that panicked; several where one of them did; none where that is not known. */
    expressions: z.array(PanicExpression),
    is_program_read: z.boolean(),
    /** What the thread said stands in the log alone, which was not read. */
    is_unheard: z.literal(true).optional(),
  }),
  find(evidence) {
    const told = failureOf(evidence);
    if (told === undefined || failureKind(told) !== "panic") return [];
    const isUntold = isUntoldPanic(told);
    const said = isUntold ? currentPanics(evidence).findLast(isFatal) : undefined;
    const failure = said === undefined ? told : { ...told, cause: said.message };
    const { operators, udf_line, expressions = [] } = evidence.failed ?? {};
    const signs: Sign[] = [signOf(failure, evidence)];
    const location = failure.panic?.location;
    if (location !== undefined) {
      signs.push({
        part: "pipeline",
        field: "deployment_error.details.panic_info.location",
        value: { text: location },
      });
    }
    const about = {
      failure,
      ...(operators && { operators }),
      ...(udf_line && { udf_line }),
      expressions: [...expressions],
      is_program_read: evidence.pipeline?.program_code !== undefined,
      ...(isUntold && evidence.log === undefined && { is_unheard: true as const }),
    };
    return [{ about, signs }];
  },
  what({ failure: { cause, panic }, operators, udf_line, expressions, is_program_read, is_unheard }) {
    const place = operators?.operators.find((one) => one.place !== undefined)?.place;
    const isGuess = expressions.some(({ operation }) => operation !== undefined);
    // The operator computes several expressions, and the panic's own words say which.
    const isPlaced = expressions.length > 0 && !isGuess;
    const where =
      place && (isPlaced ? relationWords(place) : words` ${placeWords(place)}${codeWords(place)}`);
    const sql =
      place && words`${where && words`${where},`} operator ${operatorName(place.handle)} (${place.operator})`;
    const thread = panic === undefined ? OF_CIRCUIT : words`${panic.thread} worker ${panic.worker}`;
    if (panic?.in_udf) {
      const code = udf_line && words`, ${udf_line.code}`;
      const used = sql && words`, which is used in${sql}`;
      return words`${thread} panicked in ${udfWords(panic.udf)} (${panic.location ?? words`udf.rs`}${code})${used}: ${cause}`;
    }
    const crate = panic?.operator === undefined ? undefined : words` in SQL operator ${panic.operator}`;
    const at = sql !== undefined && isGuess ? undefined : panickedAtWords(expressions);
    const untold =
      at === undefined && sql === undefined && !is_program_read
        ? words` (at which expression is not known without the program)`
        : undefined;
    const unheard = is_unheard && words` (what it said is not known without the log)`;
    return words`${thread} panicked${at}${sql === undefined ? crate : words` in${sql}`}${untold}: ${cause}${unheard}`;
  },
  brief({ failure: { cause, panic }, operators, expressions }) {
    const [only, another] = expressions;
    const [place] = operators?.operators.flatMap((one) => one.place ?? []) ?? [];
    const code = another === undefined ? (only?.code ?? (place && shortCode(place))) : undefined;
    const udf = panic?.in_udf ? udfWords(panic.udf) : undefined;
    const where =
      udf ?? (code === undefined ? (panic === undefined ? OF_CIRCUIT : words`a worker`) : words`${code}`);
    const view = place?.relation && words` in${relationWords(place)}`;
    return words`${where}${view} panicked: ${gist(cause)}`;
  },
  cause: ({ failure, expressions }) => panicAdvice(failure, expressions),
  next: ({ failure: { panic } }) => [
    ...(panic?.in_udf
      ? [{ tool: "get_pipeline", args: { section: "program" }, why: words`for the function's source` }]
      : []),
    LOG_CALL,
  ],
});

/** The code of a place where it is short enough for a sentence. */
function shortCode({ positions: [first, ...others] }: SqlPlace): string | undefined {
  const code = others.length === 0 ? first?.code : undefined;
  return code === undefined || code.includes("\n") || code.length > CODE_CHARS ? undefined : code;
}

function relationWords({ relation }: SqlPlace): Words | undefined {
  return relation && words` ${relation.kind} ${sqlName(relation.name)}`;
}

function codeWords(place: SqlPlace): Words | undefined {
  const code = shortCode(place);
  return code === undefined ? undefined : words`: ${code}`;
}
