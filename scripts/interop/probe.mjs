/** What each client of JavaScript is made to do; what it saw is a line of JSON. */
export async function probe(client, call) {
  const { tools } = await client.listTools();
  const asked = async (name, args, signal) => {
    try {
      const { content, isError } = await call({ name, arguments: args }, signal);
      return { text: content[0].text, isError: isError === true };
    } catch (error) {
      return { raised: `${error.name}: ${error.message}` };
    }
  };
  const seen = {
    listed: tools.length,
    called: await asked("list_pipelines", {}),
    error: await asked("list_checkpoints", { pipeline_name: "nope" }),
    slow: await asked("list_checkpoints", { pipeline_name: "slow" }),
    cancelled: await asked("list_checkpoints", { pipeline_name: "hangs" }, AbortSignal.timeout(1_000)),
  };
  // A call that goes on is told from one that has ended by what happens until the next but one.
  await asked("list_checkpoints", { pipeline_name: "patient" });
  const after = await asked("list_pipelines", {});
  console.log(JSON.stringify({ ...seen, after }));
  await client.close();
}
