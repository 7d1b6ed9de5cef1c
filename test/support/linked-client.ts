import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { onTestFinished } from "vitest";
import { createMcpServer, serverIdentity } from "../../src/mcp/server.ts";
import { type RegistryOver, registryOver } from "./registry.ts";

/** The SDK's own client of the server over a source, within one process. */
export async function linkedClient(over: RegistryOver): Promise<Client> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: "feldera-mcp-test", version: "1.0.0" });
  await createMcpServer(registryOver(over), serverIdentity("1.0.0")).connect(ours);
  await client.connect(theirs);
  onTestFinished(() => client.close());
  return client;
}
