// Writes docs/tools.md and docs/prompts.md: every tool, prompt and resource as its definition has it. With --check it
// only compares.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importSource } from "./import-source.mjs";

const TOOLSETS = {
  debug: "on by default",
  sql: "switched on with `--toolsets debug,sql`",
  control: "switched on with `--toolsets debug,control`",
};

const source = await sources();
const { TOOLS, ENDPOINTS, PROMPTS, RESOURCES, RESOURCE_TEMPLATES, guideText } = source;
const shared = source.sharedArguments(source.limitsWith(), { hasCollections: true });
const toolsDocument = `# Tools

Made from the definitions by \`node scripts/tools-doc.mjs\`.

Beside its own arguments every tool takes these, \`collection\` only where it reads a support bundle.
Where it asks several Felderas, every tool also takes \`instance\`, which names one of them.

${argumentTable(shared)}
${Object.entries(TOOLSETS).map(toolsetText).join("\n")}`;

const promptsDocument = `# Prompts and resources

Made from the definitions by \`node scripts/tools-doc.mjs\`.

## Prompts

A client completes the arguments with what Feldera has. A step that needs a tool which is switched off says instead what
switches it on. Where a server asks several Felderas (\`FELDERA_MCP_INSTANCES_FILE\`), each prompt first takes \`instance\`, and
the addresses of a tool's resources begin with \`feldera://instances/{instance}/pipelines/\`.

${PROMPTS.map(promptText).join("\n")}
## Resources

${listTable(RESOURCES)}
What a tool tells, as a resource:

${listTable(RESOURCE_TEMPLATES.map(({ uriTemplate, ...head }) => ({ uri: uriTemplate, ...head })))}`;

writeOrCompare("tools.md", toolsDocument);
writeOrCompare("prompts.md", promptsDocument);

function writeOrCompare(name, document) {
  const target = fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  if (!process.argv.includes("--check")) {
    mkdirSync(new URL("../docs/", import.meta.url), { recursive: true });
    writeFileSync(target, document);
  } else if (!existsSync(target) || readFileSync(target, "utf8") !== document) {
    console.error(`tools-doc: docs/${name} is out of date; run \`node scripts/tools-doc.mjs\``);
    process.exitCode = 1;
  }
}

/** The server's own modules, bundled. */
async function sources() {
  const contents = `
    export { TOOLS } from "./src/tools/all.ts";
    export { ENDPOINTS } from "./src/feldera/endpoints.ts";
    export { sharedArguments } from "./src/mcp/arguments/shared.ts";
    export { toJSONSchema } from "zod";
    export { PROMPTS } from "./src/mcp/prompts/all.ts";
    export { guideText } from "./src/mcp/prompts/text.ts";
    export { RESOURCES } from "./src/mcp/resources/all.ts";
    export { RESOURCE_TEMPLATES } from "./src/mcp/resources/templates.ts";
    export { limitsWith } from "./src/config/limits.ts";`;
  return importSource(contents);
}

/** A prompt with its arguments, and what it says of a pipeline that is called orders. */
function promptText({ name, title, description, arguments: taken, guide }) {
  const rows = taken.map((argument) => [
    `\`${argument.name}\``,
    argument.required ? "required" : "",
    argument.description,
  ]);
  const lines = [["argument", "", "meaning"], Array(3).fill("---"), ...rows];
  const given = { pipeline_name: "orders", before: "2h" };
  const args = Object.entries(given).filter(([argument]) => taken.some((one) => one.name === argument));
  const text = guideText(guide(Object.fromEntries(args)), () => undefined);
  return `### \`${name}\`: ${title}

${description}

${lines.map((cells) => `| ${cells.map(escaped).join(" | ")} |\n`).join("")}
${text.replace(/^(?=.)/gm, "    ")}
`;
}

function listTable(resources) {
  const rows = resources.map(({ uri, title, description }) => [`\`${uri}\``, title, description]);
  const lines = [["URI", "title", "what it tells"], Array(3).fill("---"), ...rows];
  return lines.map((cells) => `| ${cells.map(escaped).join(" | ")} |\n`).join("");
}

function toolsetText([toolset, when]) {
  const tools = TOOLS.filter((tool) => tool.toolset === toolset);
  return `## Toolset \`${toolset}\`, ${when}\n\n${tools.map(toolText).join("\n")}`;
}

function toolText({ name, title, description, hints, input, endpoint, changesFeldera }) {
  const { method, path } = ENDPOINTS[endpoint];
  return `### \`${name}\`: ${title}

${description}

Endpoint: \`${method} ${path}\`. ${hintsText(hints, changesFeldera)}

${argumentTable(input)}`;
}

/** The hints in words; the fourth, that Feldera is outside, holds for every tool. */
function hintsText({ readOnlyHint, destructiveHint, idempotentHint }, changesFeldera) {
  if (readOnlyHint) return "Only reads.";
  const sentences = [
    changesFeldera
      ? "Changes Feldera: kept back by `--read-only`."
      : "Changes nothing in Feldera, but writes a file.",
    destructiveHint ? "May destroy what cannot be brought back." : "",
    idempotentHint ? "Calling it again changes nothing more." : "Calling it again does it again.",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** All that the schema says of them, of which clients are listed less. */
function argumentTable(input) {
  const { properties, required = [] } = source.toJSONSchema(input, { io: "input" });
  const own = Object.entries(properties);
  if (own.length === 0) return "It takes no arguments of its own.\n";
  const rows = own.map(([name, schema]) => {
    const byDefault = required.includes(name) ? "required" : spelled(schema.default);
    return [`\`${name}\``, typeOf(schema), byDefault, boundsOf(schema), schema.description ?? ""];
  });
  const lines = [["argument", "type", "default", "bounds", "meaning"], Array(5).fill("---"), ...rows];
  return lines.map((cells) => `| ${cells.map(escaped).join(" | ")} |\n`).join("");
}

function typeOf({ type, enum: values, items, anyOf }) {
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(", ");
  if (anyOf !== undefined) return anyOf.map(typeOf).join(" or ");
  return type === "array" ? `list of ${typeOf(items)}` : type;
}

function boundsOf({ type, minimum, maximum, minLength, maxLength, minItems, maxItems }) {
  const isNumber = type === "integer" || type === "number";
  const max = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const parts = [
    isNumber && range(minimum, max, ""),
    range(minLength, maxLength, " characters"),
    range(minItems, maxItems, " items"),
  ];
  return parts.filter(Boolean).join("; ");
}

function range(least, most, unit) {
  if (least === undefined && most === undefined) return "";
  if (most === undefined) return `at least ${least}${unit}`;
  return least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`;
}

function spelled(value) {
  return value === undefined ? "" : `\`${JSON.stringify(value)}\``;
}

function escaped(cell) {
  return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
}
