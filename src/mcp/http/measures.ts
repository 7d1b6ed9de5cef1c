import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry as Measured } from "prom-client";
import type { Registry } from "../registry.ts";

/** How a request over HTTP ended. */
export type Ending = "answered" | "gone" | "refused";

export interface Measures {
  readonly contentType: string;
  /** In Prometheus' text format. */
  readonly text: () => Promise<string>;
  /** Counts a request until the returned function is called. */
  readonly begin: () => (ending: Ending) => void;
  /** The registry, with its calls counted by tool and timed. */
  readonly ofCalls: (registry: Registry) => Registry;
}

/** Seconds: a call has 30, and one that has Feldera collect a profile has 130. */
const BUCKETS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 130];

export function measures(): Measures {
  const registers = [new Measured()];
  const [register] = registers;
  if (register === undefined) throw new Error("a list of one has a first");
  collectDefaultMetrics({ register, eventLoopMonitoringPrecision: 100 });
  const requests = new Counter({
    name: "feldera_mcp_requests_total",
    help: "Requests over HTTP, by how they ended",
    labelNames: ["ending"],
    registers,
  });
  const underWay = new Gauge({
    name: "feldera_mcp_requests_in_progress",
    help: "Requests over HTTP that are not answered yet",
    registers,
  });
  const calls = new Histogram({
    name: "feldera_mcp_tool_call_seconds",
    help: "Tool calls, by tool and whether the answer is an error",
    labelNames: ["tool", "is_error"],
    buckets: BUCKETS,
    registers,
  });
  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    begin() {
      underWay.inc();
      return (ending) => {
        underWay.dec();
        requests.inc({ ending });
      };
    },
    ofCalls: (registry) => ({
      ...registry,
      async call(tool, args, options) {
        const end = calls.startTimer();
        // A name that no tool has throws: labels are of tools alone, and so are no more than there are tools.
        const answer = await registry.call(tool, args, options);
        end({ tool, is_error: String(answer.isError) });
        return answer;
      },
    }),
  };
}
