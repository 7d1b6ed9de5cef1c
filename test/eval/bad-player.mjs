// An assistant that looks at nothing, guesses, and stops the pipeline where it can.
//   node bad-player.mjs CONFIG PROMPT_FILE
import { connect } from "./connect.mjs";

const { client, pipeline_name, call } = await connect(process.argv.slice(2));
const { tools } = await client.listTools();
if (tools.some(({ name }) => name === "stop_pipeline")) {
  await call("stop_pipeline", { pipeline_name, force: true, confirm: pipeline_name });
}
await client.close();
process.stdout.write("It is surely the network. I have stopped the pipeline.\n");
