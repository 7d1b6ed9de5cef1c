import { serveJobs } from "../../src/processes/serve.ts";
import { dies, echo, fails, grows, spins, stumbles } from "./jobs.ts";

serveJobs([echo, fails, stumbles, spins, dies, grows]);
