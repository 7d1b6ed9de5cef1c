/**
 * Makes test/goldens/pprof/*.txt: for each profile of its cases.json, what `go tool pprof` prints for the options
 * there, from the column headers on. Run by hand, with Go: node scripts/pprof-goldens.mjs
 *
 * Where rows or calls have the same weight and the same name, pprof leaves their order to chance; so it runs several
 * times, and a case that does not always come out the same is refused.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const RECORDINGS = new URL("../test/recordings/", import.meta.url);
const GOLDENS = new URL("../test/goldens/pprof/", import.meta.url);
const HEADER = "      flat  flat%   sum%        cum   cum%";
const RUNS = 5;

// `go tool pprof` itself, built once.
const folder = mkdtempSync(join(tmpdir(), "pprof-goldens-"));
const program = join(folder, "pprof");
execFileSync("go", ["build", "-o", program, "cmd/pprof"]);

/** The flags of a case, but for the files. */
function flagsOf({
  view,
  peek,
  sort,
  granularity,
  limit,
  focus,
  ignore,
  hide,
  show,
  sample_type,
  dropNegative,
}) {
  return [
    view === "peek" ? `-peek=${peek}` : `-${view}`,
    ...(sort === "cum" ? ["-cum"] : []),
    ...(granularity === undefined ? [] : [`-${granularity}`]),
    ...(limit === undefined ? [] : [`-nodecount=${limit}`]),
    ...Object.entries({ focus, ignore, hide, show, sample_index: sample_type }).flatMap(([flag, value]) =>
      value === undefined ? [] : [`-${flag}=${value}`],
    ),
    ...(dropNegative ? ["-drop_negative"] : []),
  ];
}

/** Nothing where pprof fails because nothing matches what to peek at. */
function pprof(flags) {
  const { status, stdout, stderr } = spawnSync(program, ["-symbolize=none", ...flags], {
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC" },
  });
  if (status === 0) return stdout.slice(stdout.indexOf(HEADER));
  if (stderr.includes("no matches found for regexp")) return "";
  throw new Error(`pprof ${flags.join(" ")}: ${stderr}`);
}

function section(title, options, { profile, base }) {
  const flags = flagsOf(options);
  const { difference } = options;
  const files = [...(difference ? [`-${difference}=${pathOf(base)}`] : []), pathOf(profile)];
  const outputs = new Set(Array.from({ length: RUNS }, () => pprof([...flags, ...files])));
  if (outputs.size > 1)
    refused.push(`${nameOf({ profile, base })}, ${title}: pprof does not always print the same`);
  return [
    `=== ${title}: ${[...flags, ...(difference ? [`-${difference}`] : [])].join(" ")}\n`,
    ...outputs,
  ].join("");
}

function pathOf(profile) {
  return fileURLToPath(new URL(profile, RECORDINGS));
}

function nameOf({ profile, base }) {
  const bare = (file) => file.replaceAll("/", "-").replace(/\..*$/, "");
  return base === undefined ? bare(profile) : `${bare(profile)}-less-${bare(base)}`;
}

for (const name of readdirSync(GOLDENS).filter((file) => file.endsWith(".txt")))
  rmSync(new URL(name, GOLDENS));
const goldens = new Map();
const refused = [];
for (const group of Object.values(JSON.parse(readFileSync(new URL("cases.json", GOLDENS), "utf8")))) {
  const inputs = group.pairs ?? group.profiles.map((profile) => ({ profile }));
  for (const input of inputs) {
    const sections = Object.entries(group.cases).map(([title, options]) => section(title, options, input));
    const name = nameOf(input);
    goldens.set(name, [...(goldens.get(name) ?? []), ...sections]);
  }
}
for (const [name, sections] of goldens) writeFileSync(new URL(`${name}.txt`, GOLDENS), sections.join(""));
rmSync(folder, { recursive: true });
if (refused.length > 0) throw new Error(refused.join("\n"));
