import "./without-eval.ts";
import { embeddedReport } from "./door/report-door.ts";
import { startApp } from "./shell/app.ts";
import { startReport } from "./shell/report.ts";

const report = embeddedReport();
if (report !== undefined) startReport(report);
else if (window.parent !== window) void startApp();
else
  document.body.prepend(
    "This page shows pictures within an MCP client, or as a report: feldera-mcp report PIPELINE -o FILE.html",
  );
