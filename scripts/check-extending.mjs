/**
 * Counts the files of the worked examples in docs/extending.md, and finds files that an example would have to name too:
 * those that list (almost) all tools, rules, settings or heap views that there are.
 */
import { readdirSync, readFileSync } from "node:fs";

const GUIDE = "docs/extending.md";

/** A file that names this share of a kind is a list of it, which a new one has to be added to. */
const LIST_SHARE = 0.9;

const KINDS = [
  {
    title: "A tool",
    most: 6,
    members: namesIn("src/tools", /defineTool\(\{\s*name: "(\w+)"/g).map((name) => [name, camelCase(name)]),
    others: {
      "docs/tools.md": "generated",
      "README.md": "for people",
      "test/trust/corpus/calls.ts": "holds the arguments of tools, and needs none for one without",
    },
  },
  {
    title: "A rule",
    most: 4,
    members: namesIn("src/diagnosis/rules", /\bid: "([\w-]+\/[\w-]+)"/g).map((id) => [id]),
  },
  {
    title: "A setting",
    most: 4,
    members: namesIn("src/feldera/settings", /spelled\(\s*"\w+",\s*"(\w+)"/g).map((name) => [name]),
  },
  {
    title: "A heap view",
    most: 8,
    members: /HEAP_VIEWS = \[([^\]]*)\]/
      .exec(read("src/analysis/profiles/heap-options.ts"))?.[1]
      .match(/"\w+"/g)
      .map((view) => [view]),
    others: {
      "test/trust/corpus/calls.ts": "calls each view by itself, too",
      "test/fuzz/fuzz.test.ts": "gives some views options of their own",
      "test/fuzz/cases.ts": "likewise",
    },
  },
];

const sources = ["src", "test", "docs", "README.md", "AGENTS.md"]
  .flatMap(filesOf)
  .filter(
    (path) => /\.(?:ts|md)$/.test(path) && !/^test\/(?:goldens|recordings)\//.test(path) && path !== GUIDE,
  )
  .map((path) => ({ path, text: read(path) }));

const problems = KINDS.flatMap(({ title, most, members, others = {} }) => {
  if (!members || members.length < 2) return [`${title}: none were found`];
  const steps = stepsOf(title);
  const lists = sources.filter(({ text }) => {
    const named = members.filter((spellings) => spellings.some((name) => isNamedIn(text, name)));
    return named.length >= members.length * LIST_SHARE;
  });
  const unexpected = lists
    .map(({ path }) => path)
    .filter((path) => !steps.includes(path) && !(path in others));
  return [
    ...(steps.length === 0 ? [`${title}: ${GUIDE} has no steps for it`] : []),
    ...(steps.length > most ? [`${title}: takes ${steps.length} files, more than ${most}`] : []),
    ...unexpected.map((path) => `${title}: ${path} lists all of them, and is no step of ${GUIDE}`),
  ];
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

/** The files that the numbered steps of a section begin with. */
function stepsOf(title) {
  const section =
    read(GUIDE)
      .split(/^## /m)
      .find((text) => text.startsWith(`${title}\n`)) ?? "";
  return [...section.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, path]) => path);
}

function isNamedIn(text, name) {
  return new RegExp(`(?<![\\w/-])${name}(?![\\w/-])`).test(text);
}

function namesIn(folder, pattern) {
  return filesOf(folder).flatMap((path) => [...read(path).matchAll(pattern)].map(([, name]) => name));
}

function camelCase(name) {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

function filesOf(path) {
  if (/\.md$/.test(path)) return [path];
  return readdirSync(path, { recursive: true })
    .map((file) => `${path}/${file}`)
    .filter((file) => /\.\w+$/.test(file));
}

function read(path) {
  return readFileSync(path, "utf8");
}
