import { JOBS } from "../analysis/jobs/all.ts";
import { serveJobs } from "./serve.ts";

serveJobs(JOBS);
