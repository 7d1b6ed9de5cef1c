import type { PictureOf } from "../../answers/pictures.ts";
import { element } from "../dom/element.ts";
import { shareText, signed, weightText } from "../figures/figures.ts";
import type { FlameNames } from "./names.ts";

/** What is known of the frame that is looked at, in a strip below the graph. */
export function frameDetails(
  facts: PictureOf<"flame">,
  names: FlameNames,
): { element: HTMLElement; show: (frame: number, isChosen: boolean) => void } {
  const name = element("strong");
  const figures = element("span");
  const whole = element("code");
  const spoken = element("span", { class: "spoken", "aria-live": "polite" });
  const strip = element("div", { class: "details" }, element("p", {}, name, " ", figures), whole);
  const holder = element("div", {}, strip, spoken);
  return {
    element: holder,
    show(frame, isChosen) {
      const isNone = frame < 0;
      name.textContent = isNone ? "Point at a frame, or go there with the arrow keys." : names.short(frame);
      figures.textContent = isNone ? "" : figuresOf(frame, facts);
      whole.textContent = isNone ? "" : wholeText(frame, facts, names);
      if (isChosen && !isNone) spoken.textContent = `${names.short(frame)}, ${figuresOf(frame, facts)}`;
    },
  };
}

function figuresOf(frame: number, { frames, unit, of }: PictureOf<"flame">): string {
  const total = frames.total[frame] ?? 0;
  const self = frames.self[frame] ?? 0;
  const leftOut = frames.left_out[frame] ?? 0;
  const parts = [
    `${weightText(total, unit)}, ${shareText(total, of)} of all`,
    self > 0 && self !== total ? `${weightText(self, unit)} in itself` : undefined,
    frames.change &&
      `${signed(frames.change[frame] ?? 0, (weight) => weightText(weight, unit))} against before${frames.is_noise?.[frame] === 1 ? " (may be sampling noise)" : ""}`,
    leftOut > 0
      ? `${leftOut} narrow frames below it are not drawn (${weightText(frames.left_out_total[frame] ?? 0, unit)})`
      : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}

function wholeText(frame: number, { frames, operators }: PictureOf<"flame">, names: FlameNames): string {
  const place = operators[frames.operator[frame] ?? -1];
  const library = names.library(frame);
  const parts = [names.whole(frame), library === "" ? undefined : `in ${library}`, place && placeText(place)];
  return parts.filter((part) => part !== undefined).join("\n");
}

function placeText({ handle, line, relation, code }: PictureOf<"flame">["operators"][number]): string {
  const where = [
    line === undefined ? undefined : `line ${line}`,
    relation && `${relation.kind} ${relation.name}`,
  ];
  const told = [handle, ...where].filter((part) => part !== undefined).join(", ");
  return code === undefined ? `operator ${told}` : `operator ${told}: ${code.replace(/\s+/g, " ")}`;
}
