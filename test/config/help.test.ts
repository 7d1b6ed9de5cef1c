import { describe, expect, test } from "vitest";
import { helpText, limitsText } from "../../src/config/help.ts";
import { LimitsSchema, limitsWith } from "../../src/config/limits.ts";
import { SETTINGS, type Setting } from "../../src/config/settings.ts";

describe("the help", () => {
  const help = helpText("1.2.3");

  test.each(Object.values<Setting>(SETTINGS))(
    "names $flag $env, what it means and its default",
    (setting) => {
      const { flag, env, value, means, byDefault } = setting;
      const names = [flag && `--${flag}${value ? ` ${value}` : ""}`, env].filter(Boolean).join(", ");
      expect(help).toContain(`\n  ${names}\n      ${means}${byDefault ? ` (default: ${byDefault})` : ""}\n`);
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
  const limits = limitsText();

  test.each(Object.entries(limitsWith()))("names %s and its default %i", (name, byDefault) => {
    expect(limits).toMatch(new RegExp(`^  ${name} +${byDefault}  \\S`, "m"));
  });

  test("has a line for each and ends its last one", () => {
    expect(limits.split("\n")).toHaveLength(LimitsSchema.keyof().options.length + 1);
    expect(limits).toMatch(/\S\n$/);
  });
});
