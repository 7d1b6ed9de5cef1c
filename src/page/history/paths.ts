import type uPlot from "uplot";
import type { Series } from "./words.ts";

/**
 * Of moments that are far apart no line says what was between them: each is a point. An average is as long as what it is
 * of, and joined to the one that ended where it begins.
 */
export function pathsOf({ averaged_from_ms, at_ms, value }: Series): uPlot.Series.PathBuilder {
  return (chart) => {
    const stroke = new Path2D();
    let ended: number | undefined;
    for (const [at, from] of (averaged_from_ms ?? []).entries()) {
      const [until, amount] = [at_ms[at], value[at]];
      if (until === undefined || amount === undefined) continue;
      const y = chart.valToPos(amount, "y", true);
      const x = chart.valToPos(from, "x", true);
      if (from === ended) stroke.lineTo(x, y);
      else stroke.moveTo(x, y);
      stroke.lineTo(chart.valToPos(until, "x", true), y);
      ended = until;
    }
    return { stroke };
  };
}
