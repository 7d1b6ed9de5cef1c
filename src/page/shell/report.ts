import type { PictureArguments, ReportFacts } from "../../answers/pictures.ts";
import { element } from "../dom/element.ts";
import { reportDoor } from "../door/report-door.ts";
import { momentText } from "../figures/figures.ts";
import { choices, isSameChoice } from "./choices.ts";
import { placeFigure } from "./figure.ts";

/** The page as a file: all pictures and texts one below the other. */
export function startReport(report: ReportFacts): void {
  const door = reportDoor(report);
  const title = `Report on ${report.pipeline_name}`;
  document.title = title;
  const [first, ...others] = report.sections;
  const pictures = choices({ pipeline_name: report.pipeline_name, picture: "flame" })
    .filter(({ args }) => door.has(args))
    .map(({ label, args }) => ({ id: `picture-${label.toLowerCase()}`, label, args }));
  const links = [
    ...(first ? [{ id: sectionId(first), label: first.title }] : []),
    ...pictures,
    ...others.map((section) => ({ id: sectionId(section), label: section.title })),
  ];
  const toPictures = (args: PictureArguments) => {
    const place = pictures.find((picture) => isSameChoice(picture.args, args));
    const stands = place && document.getElementById(place.id);
    if (!stands) return;
    void fill(stands, args);
    stands.scrollIntoView({ block: "start" });
  };
  const fill = async (place: HTMLElement, args: PictureArguments) => {
    shown.get(place)?.abort();
    const controller = new AbortController();
    shown.set(place, controller);
    const { signal } = controller;
    placeFigure(place, await door.read(args), { args, door, open: toPictures, signal }, "h3");
  };
  const shown = new Map<HTMLElement, AbortController>();
  const places = pictures.map(({ id, label, args }) => {
    const place = element("div", { id, class: "place" });
    drawWhenSeen(place, () => void fill(place, args));
    return element("section", { class: "part" }, element("h2", {}, label), place);
  });
  document.body.prepend(
    element(
      "header",
      { class: "report" },
      element("h1", {}, title),
      element(
        "p",
        { class: "source" },
        `Written ${momentText(report.made_ms)} UTC by feldera-mcp ${report.version}.`,
      ),
      element(
        "nav",
        { "aria-label": "Parts" },
        ...links.map(({ id, label }) => element("a", { href: `#${id}` }, label)),
      ),
    ),
    element(
      "main",
      {},
      missingElement(report),
      first && sectionElement(first),
      ...places,
      ...others.map(sectionElement),
    ),
  );
}

type Section = ReportFacts["sections"][number];

function sectionId({ id }: Section): string {
  return `text-${id}`;
}

function sectionElement(section: Section): HTMLElement {
  const id = sectionId(section);
  return element(
    "section",
    { class: "part" },
    element("h2", {}, section.title),
    element("pre", { id, tabindex: 0, role: "region", "aria-label": section.title }, section.text),
  );
}

function missingElement({ missing }: ReportFacts): HTMLElement | undefined {
  if (missing.length === 0) return undefined;
  return element(
    "ul",
    { class: "notes" },
    ...missing.map(({ what, why }) => element("li", {}, `Not in this report: ${what}. ${why}`)),
  );
}

/** To lay out all at once would keep a long report from being read; what is printed has all. */
function drawWhenSeen(place: HTMLElement, fill: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      fill();
    },
    { rootMargin: "100%" },
  );
  observer.observe(place);
  window.addEventListener("beforeprint", () => {
    observer.disconnect();
    if (place.childElementCount === 0) fill();
  });
}
