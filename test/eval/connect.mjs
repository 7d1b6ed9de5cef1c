import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

/** What a player needs: the pipeline that the prompt names, and the server of the configuration. */
export async function connect([configFile, promptFile]) {
  const { mcpServers } = JSON.parse(readFileSync(configFile, "utf8"));
  const [, pipeline_name = ""] = /\bpipeline (\S+?)[.,?]? /i.exec(readFileSync(promptFile, "utf8")) ?? [];
  const client = new Client({ name: "feldera-mcp-player", version: "1.0.0" });
  await client.connect(new StdioClientTransport(mcpServers.feldera));
  const call = async (name, args) => {
    const { content } = await client.callTool({ name, arguments: args });
    return content.map(({ text }) => text).join("\n");
  };
  return { client, pipeline_name, call };
}
