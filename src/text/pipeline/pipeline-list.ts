import type { PipelineListAnswer } from "../../answers/pipeline-list.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { grouped, plural, utc } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { connectorErrors, noteUncounted } from "./connector-errors.ts";
import { statusWords } from "./status-words.ts";

type Row = PipelineListAnswer["pipelines"][number];

export function renderPipelineList({ facts }: Cleaned<PipelineListAnswer>, page: Page): void {
  const troubled = facts.pipelines.filter((one) => one.troubles.length > 0);
  const counts = facts.by_status.map(({ status, pipelines }) => words`${grouped(pipelines)} ${status}`);
  const matched = facts.filtered ? words` ${grouped(facts.pipelines.length)} match.` : words``;
  const trouble =
    facts.pipelines.length > 0
      ? words` ${grouped(troubled.length)} in trouble by their status alone; diagnose_pipeline${facts.total > 1 ? words` without a name` : undefined} looks further.`
      : words``;
  const byStatus = counts.length === 0 ? words`` : words`: ${joined(counts, words`, `)}`;
  page.line(words`${plural(facts.total, words`pipeline`, words`pipelines`)}${byStatus}.${matched}${trouble}`);
  renderRows(facts.pipelines, page);
  noteUncounted(
    troubled.map(({ connector_errors }) => connector_errors || undefined),
    page,
  );
  const [first] = troubled;
  if (first) page.next("get_pipeline", { pipeline_name: first.name }, words`for what is wrong with it`);
}

function renderRows(pipelines: PipelineListAnswer["pipelines"], page: Page): void {
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
      statusWords(one.deployment),
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

function troubleWords(trouble: Row["troubles"][number], one: Row): Words {
  switch (trouble) {
    case "deployment error":
      return words`deployment error ${one.error_code}`;
    case "compile error":
      return words`does not compile`;
    case "connector errors":
      return connectorErrors(Number(one.connector_errors));
    case "unavailable":
      return words`unavailable`;
    case "awaiting approval":
      return words`awaits approval`;
    case "not as desired":
      return words`not as wanted`;
  }
}
