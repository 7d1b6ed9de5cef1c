import { expect, test } from "vitest";
import { TOOLS } from "../../src/tools/all.ts";
import { isToolName, loadTool } from "../../src/tools/modules.ts";

test.each(TOOLS.map((tool) => ({ name: tool.name, tool })))(
  "$name is read by its name",
  async ({ name, tool }) => {
    expect(isToolName(name) && (await loadTool(name))).toBe(tool);
  },
);
