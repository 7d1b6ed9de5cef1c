// An assistant without a model: does as the server's instructions say, and repeats what it was told.
//   node player.mjs CONFIG PROMPT_FILE
import { connect } from "./connect.mjs";

const { client, pipeline_name, call } = await connect(process.argv.slice(2));
const first = await call("diagnose_pipeline", { pipeline_name });
const [, deeper] = /^Next: diagnose_pipeline (\{.*\}) /m.exec(first) ?? [];
const second = deeper === undefined ? "" : await call("diagnose_pipeline", JSON.parse(deeper));
await client.close();
process.stdout.write(`${first}\n${second}\n`);
