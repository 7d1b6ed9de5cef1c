// The least that an MCP server can be on Node: it reads lines of JSON and answers each. With an address, a call is
// answered with what one `fetch` of it brings.
const [address] = process.argv.slice(2);
let rest = "";
process.stdin.on("data", async (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    const { id, method } = JSON.parse(line);
    if (id === undefined) continue;
    const result = method === "tools/call" ? await (await fetch(address)).json() : { tools: [] };
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);
  }
});
process.stdin.on("end", () => process.exit(0));
