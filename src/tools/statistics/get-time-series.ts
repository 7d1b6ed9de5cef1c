import * as z from "zod";
import { timeSeriesFacts } from "../../analysis/time-series/time-series-facts.ts";
import { TimeSeriesAnswer } from "../../answers/statistics.ts";
import { getTimeSeries as fetchTimeSeries } from "../../feldera/api/time-series.ts";
import { renderTimeSeries } from "../../text/statistics/time-series.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

export const getTimeSeries = defineTool({
  name: "get_time_series",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "time_series",
  title: "Get time series",
  description:
    "Whether a running pipeline stalls, slows down or grows: throughput, memory and storage over the last minute, trend and course of each.",
  hints: READ_ONLY,
  input: z.strictObject({ pipeline_name }),
  facts: TimeSeriesAnswer,
  async run({ pipeline_name }, { feldera }) {
    return { pipeline_name, ...timeSeriesFacts(await fetchTimeSeries(feldera, pipeline_name)) };
  },
  render: renderTimeSeries,
  picture: ({ pipeline_name }) => ({ pipeline_name, picture: "history" }),
});
