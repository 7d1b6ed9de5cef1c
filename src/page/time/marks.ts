import { element, svgElement } from "../dom/element.ts";

/** Something at a moment that can be looked at. */
export interface Mark {
  readonly at_ms: number;
  readonly lane: number;
  /** Custom property of its colour. */
  readonly colour: string;
  readonly shape: "dot" | "diamond" | "tick";
  readonly says: string;
}

export interface Marks {
  readonly group: SVGGElement;
  /** Moves all to where they stand now. */
  readonly place: (xOf: (ms: number) => number, yOf: (lane: number) => number) => void;
  /** Looks at the next or the one before. */
  readonly step: (by: number) => void;
}

const SHAPES = {
  dot: "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0",
  diamond: "M0,-6.5L6.5,0L0,6.5L-6.5,0Z",
  tick: "M-1.25,-6h2.5v12h-2.5z",
} as const;

/** Marks that the pointer or the arrow keys look at; the oldest first. */
export function marksOf(marks: readonly Mark[], lookedAt: (mark: Mark) => void): Marks {
  let chosen = -1;
  const shapes = marks.map((mark, at) => {
    const shape = svgElement("path", { d: SHAPES[mark.shape], class: "mark" });
    shape.style.fill = `var(${mark.colour})`;
    const look = () => {
      shapes[chosen]?.classList.remove("chosen");
      shape.classList.add("chosen");
      chosen = at;
      lookedAt(mark);
    };
    shape.addEventListener("pointerenter", look);
    shape.addEventListener("click", look);
    shape.addEventListener("look", look);
    return shape;
  });
  return {
    group: svgElement("g", {}, ...shapes),
    place(xOf, yOf) {
      for (const [at, { at_ms, lane }] of marks.entries()) {
        const x = xOf(at_ms);
        shapes[at]?.setAttribute("transform", `translate(${x},${yOf(lane)})`);
      }
    },
    step(by) {
      const next = Math.max(0, Math.min(marks.length - 1, chosen + by));
      shapes[next]?.dispatchEvent(new Event("look"));
    },
  };
}

/** The words of what is looked at, for eyes and ears. */
export function saysElement(hint: string): { element: HTMLElement; say: (text: string) => void } {
  const strip = element("p", { class: "says", role: "status" }, hint);
  return {
    element: strip,
    say: (text) => {
      strip.textContent = text;
    },
  };
}
