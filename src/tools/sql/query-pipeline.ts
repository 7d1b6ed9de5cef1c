import * as z from "zod";
import { RefusedSql } from "../../analysis/sql/refused.ts";
import { sqlResult } from "../../analysis/sql/result.ts";
import { type BoundedQuery, boundedQuery } from "../../analysis/sql/statement.ts";
import { QueryAnswer } from "../../answers/sql.ts";
import { runQuery } from "../../feldera/api/query.ts";
import { FelderaError } from "../../feldera/errors.ts";
import { withoutIds } from "../../text/functions/without-ids.ts";
import { plural } from "../../text/page/format.ts";
import { json, words } from "../../text/page/words.ts";
import { renderQueryResult } from "../../text/sql/query-result.ts";
import { refusalWords } from "../../text/sql/refused-sql.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import { ToolError } from "../errors.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

export const queryPipeline = defineTool({
  name: "query_pipeline",
  toolset: "sql",
  changesFeldera: false,
  endpoint: "query",
  title: "Query a pipeline",
  description:
    "Runs one SELECT, WITH … SELECT, VALUES or EXPLAIN of these over the materialized tables and views of a running or paused pipeline (DataFusion's SQL), bounded in rows. It is evaluated from scratch, and costs the pipeline time. Unquoted names are lower case; get_pipeline lists them. The key needs the role write.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    sql: z.string().min(1).max(10_000).describe("One statement that reads"),
    limit: z.int().min(1).max(1000).default(20).describe("Most rows"),
  }),
  facts: QueryAnswer,
  async run({ pipeline_name, sql, limit }, { feldera, cleaner, progress }) {
    const statement = readingOnly(sql, limit + 1);
    progress("waiting for the query's result");
    const result = await runQuery(feldera, pipeline_name, statement.sql).catch((error: unknown) => {
      throw queryError(error, pipeline_name, cleaner);
    });
    const { rows } = cleaner.facts({ rows: result.rows }).facts;
    if (result.failure !== undefined) throw failedWithin(result.failure, rows.length, pipeline_name, cleaner);
    return { pipeline_name, ...sqlResult(statement.kind, rows, limit, result.sharedNames) };
  },
  render: renderQueryResult,
});

/** @throws ToolError for what is not one statement that reads */
function readingOnly(sql: string, rows: number): BoundedQuery {
  try {
    return boundedQuery(sql, rows);
  } catch (error) {
    if (!(error instanceof RefusedSql)) throw error;
    const { what, next } = refusalWords(error);
    throw new ToolError(what, next);
  }
}

function queryError(error: unknown, pipeline_name: string, { text }: Cleaner): unknown {
  if (!(error instanceof FelderaError)) return error;
  if (error.errorCode === "AdHocQueryError") {
    return new ToolError(
      words`${pipeline_name} refused the query: ${withoutIds(text(error.message))}`,
      whatThereIs(pipeline_name),
    );
  }
  if (error.kind === "too_large") {
    return new ToolError(
      words`The result of the query is larger than this server reads: ${text(error.message)}.`,
      words`Select fewer columns, substr(column, 1, 100) of long ones, or a lower limit. An operator can raise --limit queryBytes=BYTES.`,
    );
  }
  return error;
}

function failedWithin(failure: string, rows: number, pipeline_name: string, { text }: Cleaner): ToolError {
  const after = rows === 0 ? words`` : words` after ${plural(rows, words`row`, words`rows`)}, left out here`;
  return new ToolError(
    words`The query failed while ${pipeline_name} ran it${after}: ${text(failure)}`,
    whatThereIs(pipeline_name),
  );
}

function whatThereIs(pipeline_name: string) {
  return words`get_pipeline ${json({ pipeline_name })} lists tables and views; only materialized ones can be queried, by DataFusion's SQL.`;
}
