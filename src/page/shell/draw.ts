import type { Picture } from "../../answers/pictures.ts";
import { drawDataflow } from "../dataflow/draw.ts";
import { drawFlame } from "../flame/draw.ts";
import { drawHistory } from "../history/draw.ts";
import { drawProgram } from "../program/draw.ts";
import { drawTimeline } from "../timeline/draw.ts";
import type { Drawing, Surroundings } from "./drawing.ts";

export function draw(facts: Picture, surroundings: Surroundings): Drawing {
  switch (facts.picture) {
    case "flame":
      return drawFlame(facts, surroundings);
    case "program":
      return drawProgram(facts, surroundings);
    case "timeline":
      return drawTimeline(facts, surroundings);
    case "history":
      return drawHistory(facts, surroundings);
    case "dataflow":
      return drawDataflow(facts, surroundings);
  }
}
