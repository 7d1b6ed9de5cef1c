import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { helpText, limitsText } from "../../src/config/help.ts";
import { LIMITS, limitsWith } from "../../src/config/limits.ts";
import { REPORT_FLAGS } from "../../src/config/report-flags.ts";
import { DESCRIBED_SETTINGS } from "../../src/config/setting-meanings.ts";

describe("the help", () => {
  const help = helpText("1.2.3");

  test.each(DESCRIBED_SETTINGS)("names $flag $env, what it means and its default", (setting) => {
    const { flag, env, value, means, byDefault } = setting;
    const names = [flag && `--${flag}${value ? ` ${value}` : ""}`, env].filter(Boolean).join(", ");
    expect(help).toContain(`\n  ${names}\n      ${means}${byDefault ? ` (default: ${byDefault})` : ""}\n`);
  });

  test.each(Object.entries(REPORT_FLAGS))(
    "names --%s of report and what it means",
    (flag, { short, value, means }) => {
      const written = `${short ? `-${short}, ` : ""}--${flag}${value ? ` ${value}` : ""}`;
      expect(help).toContain(`\n  ${written}\n      ${means}\n`);
    },
  );

  test("names every command and the version, and ends its last line", () => {
    expect(help).toMatch(/^feldera-mcp 1\.2\.3: /);
    for (const command of ["call TOOL", "tools", "limits", "--help", "--version"]) {
      expect(help).toContain(`feldera-mcp ${command}`.replace("feldera-mcp --version", "| --version"));
    }
    expect(help).toMatch(/\S\n$/);
  });

  test("offers no flag for the key", () => {
    expect(help).toContain("\n  FELDERA_API_KEY\n");
    expect(help).not.toMatch(/--api-key(?!-file)/);
  });
});

describe("the list of limits", () => {
  const limits = limitsText(limitsWith({ retries: 7 }));

  test.each(Object.entries(limitsWith({ retries: 7 })))("names %s and what it is, %i", (name, value) => {
    expect(limits).toMatch(new RegExp(`^  ${name} +${value}  \\S`, "m"));
  });

  test("gives the default of one that was changed, and of no other", () => {
    expect(limits.match(/\(default: .*?\)/g)).toEqual(["(default: 2)"]);
    expect(limits).toMatch(/^ {2}retries +7 .*\(default: 2\)$/m);
  });

  test("has a line for each and ends its last one", () => {
    expect(limits.split("\n")).toHaveLength(Object.keys(LIMITS).length + 1);
    expect(limits).toMatch(/\S\n$/);
  });
});

describe("the README", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

  test("has every setting in its table, as the help has it", () => {
    const rows = DESCRIBED_SETTINGS.map(({ env, flag, value, means, byDefault }) => {
      const written = flag ? `\`--${flag}${value ? ` ${value}` : ""}\`` : "none";
      return `| \`${env}\` | ${written} | ${means}${byDefault ? `; default: ${byDefault}` : ""} |`;
    });
    const [, table = ""] = /^## Settings\n\n((?:\|.*\n)+)/m.exec(readme) ?? [];
    expect(table).toBe(["| environment | flag | meaning |", "| --- | --- | --- |", ...rows, ""].join("\n"));
  });
});
