/**
 * Makes test/goldens/pprof/*.txt: what `go tool pprof -top` prints for the profiles and options in its cases.json,
 * from the column headers on. Run by hand, with Go: node scripts/pprof-goldens.mjs
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const RECORDINGS = new URL("../test/recordings/", import.meta.url);
const GOLDENS = new URL("../test/goldens/pprof/", import.meta.url);
const HEADER = "      flat  flat%   sum%        cum   cum%";

function pprof(profile, { sort, limit, focus, ignore, sampleType }) {
  const flags = [
    "-symbolize=none",
    "-top",
    ...(sort === "cum" ? ["-cum"] : []),
    ...(limit === undefined ? [] : [`-nodecount=${limit}`]),
    ...(focus === undefined ? [] : [`-focus=${focus}`]),
    ...(ignore === undefined ? [] : [`-ignore=${ignore}`]),
    ...(sampleType === undefined ? [] : [`-sample_index=${sampleType}`]),
  ];
  const output = execFileSync(
    "go",
    ["tool", "pprof", ...flags, fileURLToPath(new URL(profile, RECORDINGS))],
    {
      encoding: "utf8",
      env: { ...process.env, TZ: "UTC" },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  return output.slice(output.indexOf(HEADER));
}

const groups = JSON.parse(readFileSync(new URL("cases.json", GOLDENS), "utf8"));
for (const { profiles, cases } of Object.values(groups)) {
  for (const profile of profiles) {
    const name = profile.replaceAll("/", "-").replace(/\..*$/, "");
    for (const [title, options] of Object.entries(cases)) {
      writeFileSync(new URL(`${name}.${title}.txt`, GOLDENS), pprof(profile, options));
    }
  }
}
