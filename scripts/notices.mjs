// Writes THIRD-PARTY-NOTICES.md: the licences of what is bundled into the server and into its page of pictures. With
// --check it only compares.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";
import { bundlePage } from "./page.mjs";

const ALLOWED = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"]);
const target = fileURLToPath(new URL("../THIRD-PARTY-NOTICES.md", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));

const [server, page] = await Promise.all([bundle(), bundlePage()]);
const folders = new Set(
  Object.keys({ ...server.metafile.inputs, ...page.metafile.inputs }).flatMap((file) => {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
    return folder === undefined ? [] : [folder];
  }),
);
const sections = [...folders].map(sectionOf).sort((a, b) => a.name.localeCompare(b.name));
const refused = sections.filter(({ license }) => !ALLOWED.has(license));
if (refused.length > 0)
  fail(`licences not allowed: ${refused.map((one) => `${one.name} ${one.license}`).join(", ")}`);

const notices = `# Third-party notices

feldera-mcp is bundled with the packages below, each under its own licence.

${sections.map(({ name, version, license, text }) => `## ${name} ${version} (${license})\n\n\`\`\`text\n${text}\n\`\`\`\n`).join("\n")}`;

if (!process.argv.includes("--check")) writeFileSync(target, notices);
else if (!existsSync(target) || readFileSync(target, "utf8") !== notices) {
  fail("THIRD-PARTY-NOTICES.md is out of date; run `node scripts/notices.mjs`");
}

function sectionOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, "utf8"));
  const file = readdirSync(root + folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  const text =
    file === undefined
      ? `The package holds no licence file; its package.json says ${license}.`
      : readFileSync(`${root}${folder}/${file}`, "utf8").trim();
  return {
    name,
    version,
    license,
    text: text
      .replaceAll("```", "'''")
      .replace(/\r\n/g, "\n")
      .replace(/[ \t]+$/gm, ""),
  };
}

function fail(message) {
  console.error(`notices: ${message}`);
  process.exit(1);
}
