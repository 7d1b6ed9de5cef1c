import { describe, expect, test } from "vitest";
import type { ReportFacts } from "../../src/answers/pictures.ts";
import { fitReport } from "../../src/report/fit.ts";
import { withoutRepeated } from "../../src/report/repeated.ts";
import { htmlReport, markdownReport } from "../../src/report/write.ts";

const HOSTILE = '</script><script>alert(1)</script> ``` [x](y) "quoted"';
const part = { from: "a_tool limit=3", pictures: [], missing: [] };

const REPORT: ReportFacts = {
  pipeline_name: HOSTILE,
  made_ms: Date.parse("2026-11-28T10:00:00Z"),
  version: "1.2.3",
  source: "a running Feldera at http://f.example.com",
  notes: ["Times are in UTC.", HOSTILE],
  parts: [
    { ...part, id: "diagnosis", title: "Diagnosis", text: `well\n${HOSTILE}` },
    { ...part, id: "log", title: "Errors of the log", missing: [`None: ${HOSTILE}`] },
  ],
};

const PAGE = '<html><script type="application/json" id="report"></script><script>draw()</script></html>';

test("nothing in a report ends the script that holds it, and all of it comes out again", () => {
  const html = htmlReport(PAGE, REPORT);
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  const [, json = ""] = /id="report">(.*?)<\/script>/s.exec(html) ?? [];
  expect(JSON.parse(json)).toEqual(REPORT);
});

test("a page without a place for a report is refused", () => {
  expect(() => htmlReport("<html></html>", REPORT)).toThrow("no place for a report");
});

test("as Markdown it is the answer, then what else there is, in fences that no text can end", () => {
  expect(markdownReport(REPORT)).toBe(
    [
      `# Report on \`\`\`\`${HOSTILE}\`\`\`\``,
      "Made 2026-11-28 10:00:00 UTC by feldera-mcp 1.2.3 from a running Feldera at http://f.example.com.",
      "## Diagnosis",
      `\`\`\`\`text\nwell\n${HOSTILE}\n\`\`\`\``,
      "Told by `a_tool limit=3`.",
      "## Contents",
      "- [Errors of the log](#errors-of-the-log) (could not be read)\n- [About this report](#about-this-report)",
      "## Errors of the log",
      '> None: \\</script>\\<script>alert(1)\\</script> \\`\\`\\` \\[x\\](y) "quoted"',
      "## About this report",
      `\`\`\`\`text\nTimes are in UTC.\n${HOSTILE}\n\`\`\`\``,
      "",
    ].join("\n\n"),
  );
});

test("a name of backticks and spaces stays a name", () => {
  for (const pipeline_name of ["`", " a ", "a\nb", "``` ```"]) {
    const [heading = ""] = markdownReport({ ...REPORT, pipeline_name }).split("\n");
    const [, fence = "", inner = ""] = /^# Report on (`+)([^`].*[^`]|[^`])\1$/.exec(heading) ?? [];
    expect(inner.trim()).toBe(pipeline_name.replace(/\s+/g, " ").trim());
    expect(inner).not.toContain(fence);
  }
});

describe("a report that is larger than its limit", () => {
  const sizeOf = (facts: ReportFacts) => Buffer.byteLength(htmlReport(PAGE, facts));
  const picture = (says: string) => ({
    picture: "timeline" as const,
    pipeline_name: says,
    source: { kind: "live" as const, at_ms: 5 },
    missing: [],
    notes: [],
    ...{
      from_ms: 0,
      to_ms: 1,
      runs: [],
      runs_from: "log" as const,
      events: [],
      events_left_out: 0,
      marks: [],
    },
  });
  const large: ReportFacts = {
    ...REPORT,
    parts: [
      { ...part, id: "a", title: "A", text: "a".repeat(300), pictures: [picture("<".repeat(1000))] },
      { ...part, id: "b", title: "B", text: "b".repeat(9000), pictures: [picture("small")] },
      { ...part, id: "c", title: "C", text: "c".repeat(300) },
    ],
  };

  test("keeps within it, and says in its place what was left out", () => {
    const limit = 4000;
    const fitted = fitReport(large, limit, sizeOf);
    expect(sizeOf(fitted)).toBeLessThanOrEqual(limit);
    const [a, b, c] = fitted.parts;
    expect(a).toMatchObject({ text: "a".repeat(300), pictures: [] });
    expect(a?.missing).toEqual([
      "The picture was left out: with it the report would have more than its limit of 3.91 KiB. --limit reportBytes=N raises it.",
    ]);
    expect(b).not.toHaveProperty("text");
    expect(b?.pictures).toHaveLength(1);
    expect(b?.missing.join()).toMatch(/^The text was left out/);
    expect(c).toEqual(large.parts[2]);
  });

  test("is whole where it fits to the byte", () => {
    expect(fitReport(large, sizeOf(large), sizeOf)).toEqual(large);
    expect(fitReport(large, sizeOf(large) - 1, sizeOf)).not.toEqual(large);
  });
});

describe("what two answers of one tool say alike", () => {
  const first = { ...part, id: "a", title: "A", text: "A first\n<<m quoted\nsame\nm>>\nTime: 5 s\nNote: x" };

  test("is told once, but for what is quoted", () => {
    const second = {
      ...first,
      id: "b",
      title: "B",
      text: "Another\n<<n quoted\nTime: 5 s\nn>>\nTime: 5 s\nNote: x",
    };
    expect(withoutRepeated([first, second])).toEqual([
      first,
      {
        ...second,
        text: "Another\n<<n quoted\nTime: 5 s\nn>>\n(Left out here: 2 lines that the part A has too.)",
      },
    ]);
  });

  test("stays where it is another tool's, or differs", () => {
    const other = { ...first, id: "b", from: "b_tool" };
    const later = { ...first, id: "c", text: "A second\nTime: 6 s" };
    expect(withoutRepeated([first, other, later])).toEqual([first, other, later]);
  });
});
