import { serveJobs } from "../../src/processes/serve.ts";
import { dies, echo, fails, grows, keeps, small, spins, stumbles, sums } from "./jobs.ts";

serveJobs([echo, keeps, fails, stumbles, spins, dies, grows, small, sums]);
