import { expect, test } from "vitest";
import type { ReportFacts } from "../../src/answers/pictures.ts";
import { htmlReport, markdownReport } from "../../src/report/write.ts";

const HOSTILE = '</script><script>alert(1)</script> ``` "quoted"';

const REPORT: ReportFacts = {
  pipeline_name: HOSTILE,
  made_ms: Date.parse("2026-11-28T10:00:00Z"),
  version: "1.2.3",
  pictures: [],
  sections: [{ id: "diagnose_pipeline", title: "Diagnosis", text: `well\n${HOSTILE}` }],
  missing: [{ what: "history", why: HOSTILE }],
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

test("as Markdown it is texts under headings, in fences that no text can end", () => {
  expect(markdownReport(REPORT)).toBe(
    [
      "# Report of a Feldera pipeline",
      "",
      "````text",
      `${HOSTILE}, 2026-11-28T10:00:00.000Z, feldera-mcp 1.2.3`,
      "````",
      "",
      "## Diagnosis",
      "",
      "````text",
      `well\n${HOSTILE}`,
      "````",
      "",
      "",
    ].join("\n"),
  );
});
