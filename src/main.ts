import { fileURLToPath } from "node:url";
import { keepCompiledCode } from "./compiled-code.ts";
import { answerEarly } from "./mcp/early/serve.ts";
import { guardStdout } from "./mcp/stdio/stdout.ts";

// What is imported here is read by every session that starts a server, and most never call a tool: all that calls
// need is in the program, which is read when something needs it.
const loadProgram = () => import("./program.ts");

const args = process.argv.slice(2);
const writeStdout = guardStdout();
// Beside the built file.
const demoBundle = fileURLToPath(new URL("../demo/order_enrich2-support-bundle.zip", import.meta.url));
const analysisProcess = new URL("analysis-process.js", import.meta.url);
const picturesPage = new URL("pictures.html", import.meta.url);

// Node's own report of a crash prints all that hangs on the error.
process.on("uncaughtException", async (error) => (await loadProgram()).reportCrash(error));

const begun = await answerEarly({ args, env: process.env, demoBundle, writeStdout });
keepCompiledCode(process.env);
const { runProgram } = await loadProgram();
await runProgram({ args, writeStdout, demoBundle, analysisProcess, picturesPage, begun });
