import * as z from "zod";
import { PipelineState, pipelineState } from "../../analysis/pipeline/status.ts";
import { listPipelines as fetchPipelines } from "../../feldera/api/pipelines.ts";
import { grouped, plural, utc } from "../../text/page/format.ts";
import type { Page } from "../../text/page/page.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { axisWords } from "../../text/pipeline/axis.ts";
import { defineTool, READ_ONLY } from "../tool.ts";

const Row = PipelineState.pick({
  name: true,
  platform_version: true,
  deployment: true,
  program: true,
  storage: true,
  connector_errors: true,
  troubles: true,
}).extend({ error_code: z.string().optional() });

const Facts = z.object({
  total: z.number(),
  /** Of all pipelines, before the filters. */
  by_status: z.array(z.object({ status: z.string(), pipelines: z.number() })),
  filtered: z.boolean(),
  /** Those in trouble first. */
  pipelines: z.array(Row),
});

export const listPipelines = defineTool({
  name: "list_pipelines",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "list_pipelines",
  title: "List pipelines",
  description:
    "Every pipeline in a line: status and the status wanted, since when, compilation, deployment error code, connector errors, platform version. Those in trouble come first. Start here when no pipeline was named; then diagnose_pipeline.",
  hints: READ_ONLY,
  input: z.strictObject({
    status: z
      .string()
      .max(100)
      .optional()
      .describe("Only pipelines with this deployment or program status, such as Running, Stopped, SqlError"),
    name: z.string().max(200).optional().describe("Only pipelines whose name contains this, in any case"),
  }),
  facts: Facts,
  async run({ status, name }, { feldera }) {
    const all = (await fetchPipelines(feldera)).map(pipelineState);
    const wanted = all.filter((one) => hasStatus(one, status) && hasName(one, name));
    return {
      total: all.length,
      by_status: countByStatus(all),
      filtered: status !== undefined || name !== undefined,
      pipelines: wanted
        .toSorted((a, b) => Number(b.troubles.length > 0) - Number(a.troubles.length > 0))
        .map(({ failure, ...state }) => ({
          ...state,
          ...(failure && { error_code: failure.error_code }),
        })),
    };
  },
  render(facts, page) {
    const troubled = facts.pipelines.filter((one) => one.troubles.length > 0);
    const counts = facts.by_status.map(({ status, pipelines }) => words`${grouped(pipelines)} ${status}`);
    const matched = facts.filtered ? words` ${grouped(facts.pipelines.length)} match.` : words``;
    const trouble = facts.pipelines.length > 0 ? words` ${grouped(troubled.length)} in trouble.` : words``;
    const byStatus = counts.length === 0 ? words`` : words`: ${joined(counts, words`, `)}`;
    page.line(
      words`${plural(facts.total, words`pipeline`, words`pipelines`)}${byStatus}.${matched}${trouble}`,
    );
    renderRows(facts.pipelines, page);
    const [first] = troubled;
    if (first) page.next("get_pipeline", { pipeline_name: first.name }, words`for what is wrong with it`);
  },
});

function hasStatus(state: PipelineState, status: string | undefined): boolean {
  const wanted = status?.toLowerCase();
  return (
    wanted === undefined ||
    [state.deployment.status, state.program.status].some((one) => one.toLowerCase() === wanted)
  );
}

function hasName(state: PipelineState, name: string | undefined): boolean {
  return name === undefined || state.name.toLowerCase().includes(name.toLowerCase());
}

function countByStatus(all: readonly PipelineState[]): z.infer<typeof Facts>["by_status"] {
  const counts = new Map<string, number>();
  for (const { deployment } of all) counts.set(deployment.status, (counts.get(deployment.status) ?? 0) + 1);
  return [...counts].map(([status, pipelines]) => ({ status, pipelines }));
}

function renderRows(pipelines: z.infer<typeof Facts>["pipelines"], page: Page): void {
  if (pipelines.length === 0) return;
  page.table(
    [
      { title: words`name` },
      { title: words`status` },
      { title: words`since (UTC)` },
      { title: words`program` },
      { title: words`storage` },
      { title: words`version` },
      { title: words`trouble` },
    ],
    pipelines.map((one) => [
      one.name,
      axisWords(one.deployment),
      one.deployment.since === undefined ? words`-` : utc(one.deployment.since),
      one.program.status,
      one.storage ?? words`-`,
      one.platform_version ?? words`-`,
      joined(
        one.troubles.map((trouble) => troubleWords(trouble, one)),
        words`; `,
      ),
    ]),
    { unit: words`pipelines` },
  );
}

function troubleWords(trouble: PipelineState["troubles"][number], one: z.infer<typeof Row>): Words {
  switch (trouble) {
    case "deployment error":
      return words`deployment error ${one.error_code}`;
    case "compile error":
      return words`does not compile`;
    case "connector errors":
      return plural(Number(one.connector_errors), words`connector error`, words`connector errors`);
    case "unavailable":
      return words`unavailable`;
    case "awaiting approval":
      return words`awaits approval`;
    case "not as desired":
      return words`not as wanted`;
  }
}
