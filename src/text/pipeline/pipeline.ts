import type { CompileErrors } from "../../analysis/pipeline/compile-errors.ts";
import type { PipelineAnswer } from "../../answers/pipeline.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { renderNamedOperators } from "../circuit/named-operators.ts";
import type { RuleWords } from "../diagnosis/rule-words.ts";
import { toldFindings } from "../diagnosis/told-findings.ts";
import { moment, plural } from "../page/format.ts";
import { compactJson, jsonLines } from "../page/json-text.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { sqlName } from "../sql/sql-name.ts";
import { renderCompileErrors } from "./compile-errors.ts";
import { noteUncounted } from "./connector-errors.ts";
import { failureSentence, quoteFailure } from "./failure.ts";
import { isRedFlag, renderFindings, renderRedFlags } from "./pipeline-findings.ts";
import { statusWords } from "./status-words.ts";

/** Names to list before the rest is only counted. */
const NAMES_SHOWN = 40;

/** Compile errors told in the overview; `section: "errors"` tells them all. */
const ERRORS_SHOWN = 3;

/** The part of a pipeline that was asked for. */
export function renderPipeline(
  { facts }: Cleaned<PipelineAnswer>,
  rules: readonly RuleWords[],
  page: Page,
): void {
  RENDER_SECTION[facts.section](facts, page, rules);
}

const RENDER_SECTION: Readonly<
  Record<PipelineAnswer["section"], (facts: PipelineAnswer, page: Page, rules: readonly RuleWords[]) => void>
> = {
  status: renderStatus,
  errors: renderErrors,
  config: renderConfig,
  program: renderProgram,
  connectors: renderConnectors,
};

function renderStatus(facts: PipelineAnswer, page: Page, rules: readonly RuleWords[]): void {
  const { state } = facts;
  renderHead(facts, page);
  page.line(
    words`Resources ${statusWords(state.resources)}; runtime ${state.runtime ? statusWords(state.runtime) : words`none`}; program ${state.program.status}; storage ${state.storage ?? words`unknown`}; platform ${state.platform_version ?? words`unknown`}${facts.runtime_version && words`, runtime_version ${facts.runtime_version}`}.`,
  );
  if (state.connector_errors !== undefined && state.connector_errors > 0) {
    page.line(words`Its connectors report ${plural(state.connector_errors, words`error`, words`errors`)}.`);
    noteUncounted([state.connector_errors], page);
  }
  if (state.description !== undefined) page.line(words`Description: ${state.description}`);
  if (facts.compile_errors) renderCompileErrors(facts.compile_errors, ERRORS_SHOWN, page);
  renderRelations(facts, page);
  renderFindings(toldFindings(facts.findings, rules), page);
  suggestNext(facts, page);
}

/** Name, status and since when, and the reason where the pipeline failed or does not compile. */
function renderHead(facts: PipelineAnswer, page: Page): void {
  const { state, failed_operators, failed_udf_line } = facts;
  const since =
    state.deployment.since === undefined ? words`` : words` since ${moment(state.deployment.since)}`;
  const compiles = state.troubles.includes("compile error")
    ? words`; the program does not compile (${state.program.status})`
    : words``;
  const head = words`${state.name}: ${statusWords(state.deployment)}${since}${compiles}`;
  page.line(state.failure ? words`${head}; ${failureSentence(state.failure)}` : words`${head}.`);
  if (failed_udf_line) page.line(words`udf.rs, line ${failed_udf_line.line}: ${failed_udf_line.code}`);
  if (failed_operators) renderNamedOperators(failed_operators, page);
}

function renderRelations(facts: PipelineAnswer, page: Page): void {
  if (!facts.compiled) {
    page.line(words`Tables, views and connectors are not known until the program compiles.`);
    return;
  }
  const connectors = facts.connectors.map((one) => words`${one.name} (${one.transport ?? words`?`})`);
  page.line(
    words`Tables: ${nameList(facts.tables.map(sqlName))}. Views: ${nameList(facts.views.map(sqlName))}.`,
  );
  page.line(words`Connectors: ${nameList(connectors)}.`);
}

function nameList(names: readonly Words[]): Words {
  if (names.length === 0) return words`none`;
  const rest = names.length - NAMES_SHOWN;
  return words`${joined(names.slice(0, NAMES_SHOWN), words`, `)}${rest > 0 ? words` and ${rest} more` : undefined}`;
}

function suggestNext({ state, compile_errors, findings }: PipelineAnswer, page: Page): void {
  const pipeline_name = state.name;
  if (state.failure) {
    page.next("get_pipeline_logs", { pipeline_name, level: "error" }, words`for what the log says of it`);
    page.next("get_pipeline", { pipeline_name, section: "errors" }, words`for the whole error`);
  } else if (state.troubles.includes("compile error")) {
    if (compile_errors && isAbridged(compile_errors)) {
      page.next("get_pipeline", { pipeline_name, section: "errors" }, words`for every compiler message`);
    }
    page.next("get_pipeline", { pipeline_name, section: "program" }, words`for the source`);
  } else if (state.troubles.length > 0) {
    page.next("get_pipeline_logs", { pipeline_name, level: "warn" }, words`for what the log says`);
    if (state.troubles[0] !== "connector errors") {
      page.next("list_events", { pipeline_name }, words`for when it began`);
    }
  } else if (findings.some(isRedFlag)) {
    page.next("get_pipeline", { pipeline_name, section: "config" }, words`for what the red flags mean`);
  }
}

function isAnything({ sql, rust, rust_output, system_error }: CompileErrors): boolean {
  return sql.length + rust.length > 0 || rust_output !== undefined || system_error !== undefined;
}

/** Whether the overview leaves out warnings, or errors beyond the first few. */
function isAbridged({ sql, rust }: CompileErrors): boolean {
  const errors = sql.filter((one) => one.severity === "error").length;
  return errors < sql.length || errors > ERRORS_SHOWN || rust.length > ERRORS_SHOWN;
}

function renderErrors(facts: PipelineAnswer, page: Page): void {
  const { state, compile_errors } = facts;
  renderHead(facts, page);
  if (compile_errors && isAnything(compile_errors)) {
    renderCompileErrors(compile_errors, Number.POSITIVE_INFINITY, page);
  } else {
    page.line(words`The compiler reports no error and no warning; the program is ${state.program.status}.`);
  }
  if (state.failure) {
    quoteFailure(state.failure, page);
  } else {
    page.line(words`No deployment error is set.`);
  }
}

function renderConfig(facts: PipelineAnswer, page: Page, rules: readonly RuleWords[]): void {
  renderRedFlags(facts.state.name, toldFindings(facts.findings, rules), page);
  const lines = [
    ...jsonLines(facts.runtime_config, "runtime_config"),
    ...jsonLines(facts.program_config, "program_config"),
  ];
  if (lines.length > 0) {
    page.line(words`Settings that are set (null and empty ones are left out):`);
    page.quote(lines, { unit: words`settings` });
  }
}

function renderProgram(facts: PipelineAnswer, page: Page): void {
  const { state } = facts;
  page.line(words`${state.name}: program ${state.program.status}.`);
  quoteSource(words`SQL`, facts.program_code, page);
  quoteSource(words`udf.rs`, facts.udf_rust, page);
  quoteSource(words`udf.toml`, facts.udf_toml, page);
}

function quoteSource(title: Words, source: string | undefined, page: Page): void {
  if (source === undefined) return;
  const lines = source.replace(/\n$/, "").split("\n");
  page.line(words`${title}, ${plural(lines.length, words`line`, words`lines`)}:`);
  page.quote(
    lines.map((line, i) => `${i + 1}| ${line}`),
    { unit: words`lines` },
  );
}

function renderConnectors(facts: PipelineAnswer, page: Page): void {
  const { state, connectors } = facts;
  if (!facts.compiled) {
    page.line(words`${state.name}: its connectors are not known until the program compiles.`);
    return;
  }
  if (connectors.length === 0) {
    page.line(words`${state.name}: its program declares no connectors.`);
    return;
  }
  page.line(
    words`${state.name}: its program declares ${plural(connectors.length, words`connector`, words`connectors`)}. This does not show whether they work.`,
  );
  page.quote(
    connectors.map((one) => {
      const { name, direction, paused, transport, format, max_queued_records, queue_size } = one;
      const size = queue_size === undefined ? "" : `, ${queue_size.name} ${queue_size.written}`;
      const head = `${direction} ${name}: ${transport ?? "?"}, format ${format ?? "none"}, max_queued_records ${max_queued_records ?? "?"}${size}${paused ? ", starts paused" : ""}`;
      return one.transport_config === undefined
        ? head
        : `${head}\n  config ${compactJson(one.transport_config)}`;
    }),
    { unit: words`connectors` },
  );
}
