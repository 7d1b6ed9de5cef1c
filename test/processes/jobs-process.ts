import { serveJobs } from "../../src/processes/serve.ts";
import { dies, echo, fails, grows, small, spins, stumbles, sums } from "./jobs.ts";

serveJobs([echo, fails, stumbles, spins, dies, grows, small, sums]);
