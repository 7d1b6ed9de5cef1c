import type { Picture } from "../../answers/pictures.ts";
import { drawFlame } from "../flame/draw.ts";
import type { Drawing, Surroundings } from "./drawing.ts";

export function draw(facts: Picture, surroundings: Surroundings): Drawing {
  switch (facts.picture) {
    case "flame":
      return drawFlame(facts, surroundings);
    default:
      throw new Error(`${facts.picture} is not drawn yet.`);
  }
}
