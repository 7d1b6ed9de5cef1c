// Writes src/mcp/resources/glossary.json: every metric that the recordings describe, in Feldera's own words. With
// --check it only compares.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const recordings = fileURLToPath(new URL("../test/recordings", import.meta.url));
const target = fileURLToPath(new URL("../src/mcp/resources/glossary.json", import.meta.url));

const metrics = new Map();
const circuitMetrics = new Map();
for (const path of readdirSync(recordings, { recursive: true }).sort()) {
  const [, endpoint] = /(?:^|\/)(metrics_json|circuit_json_profile)\.body$/.exec(path) ?? [];
  if (endpoint === undefined) continue;
  const answer = JSON.parse(readFileSync(`${recordings}/${path}`, "utf8"));
  if (endpoint === "metrics_json") addMetrics(answer);
  else addCircuitMetrics(answer);
}
const glossary = { metrics: [...metrics.values()], circuit_metrics: [...circuitMetrics.values()] };
const text = `${JSON.stringify(glossary, null, 2)}\n`;

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error("glossary: src/mcp/resources/glossary.json is out of date; run `node scripts/glossary.mjs`");
  process.exitCode = 1;
}

/** A pipeline that failed answers with an error, which describes nothing. */
function addMetrics(families) {
  for (const { key, type, description } of Array.isArray(families) ? families : []) {
    if (!metrics.has(key)) metrics.set(key, { name: key, type, description: plain(description) });
  }
}

function addCircuitMetrics(profile) {
  for (const { name, category, description } of profile.metrics ?? []) {
    if (!circuitMetrics.has(name)) {
      circuitMetrics.set(name, { name, category, description: plain(description) });
    }
  }
}

/** On one line, without the full stop that only some have. */
function plain(description) {
  return description.replace(/\s+/g, " ").replace(/\.$/, "").trim();
}
