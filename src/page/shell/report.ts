import type { PictureArguments, ReportFacts, ReportPart } from "../../answers/pictures.ts";
import { element } from "../dom/element.ts";
import { reportDoor } from "../door/report-door.ts";
import { momentText } from "../figures/figures.ts";
import { isSameChoice } from "./choices.ts";
import { placeFigure } from "./figure.ts";
import { toldElement } from "./told.ts";

/** The page as a file: the answer first, then all other pictures and texts one below the other. */
export function startReport(report: ReportFacts): void {
  const door = reportDoor(report);
  const { pipeline_name, parts } = report;
  const title = `Report on ${pipeline_name}`;
  document.title = title;
  const pictures = parts.flatMap(({ pictures: [first] }) => {
    if (first === undefined) return [];
    const of: PictureArguments = { pipeline_name, picture: first.picture };
    if (first.picture !== "flame") return { first, args: of, place: element("div", { class: "place" }) };
    const args = { ...of, profile: first.profile, direction: first.direction };
    return { first, args, place: element("div", { class: "place" }) };
  });
  const toPicture = (args: PictureArguments) => {
    const found = pictures.find((picture) => isSameChoice(picture.args, args));
    if (!found) return;
    void fill(found.place, args);
    found.place.scrollIntoView({ block: "start" });
  };
  const shown = new Map<HTMLElement, AbortController>();
  const fill = async (place: HTMLElement, args: PictureArguments) => {
    shown.get(place)?.abort();
    const controller = new AbortController();
    shown.set(place, controller);
    const { signal } = controller;
    placeFigure(place, await door.read(args), { args, door, open: toPicture, signal }, "h3");
  };
  for (const { place, args } of pictures) drawWhenSeen(place, () => void fill(place, args));
  const sections = parts.map((part) =>
    partElement(part, pictures.find(({ first }) => first === part.pictures[0])?.place),
  );
  document.body.prepend(headerElement(title, report), element("main", {}, ...sections, aboutElement(report)));
  window.addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll<HTMLDetailsElement>(".as-text")) folded.open = true;
  });
}

const ABOUT = { id: "about", title: "About this report" };

function headerElement(title: string, { made_ms, version, source, parts }: ReportFacts): HTMLElement {
  return element(
    "header",
    { class: "report" },
    element("h1", {}, title),
    element(
      "p",
      { class: "source" },
      `Made ${momentText(made_ms)} UTC by feldera-mcp ${version} from ${source}.`,
    ),
    element(
      "nav",
      { "aria-label": "Parts" },
      ...parts.map((part) => linkTo(partId(part), part.title, isEmpty(part))),
      linkTo(ABOUT.id, ABOUT.title, false),
    ),
  );
}

function linkTo(id: string, title: string, isOfNothing: boolean): HTMLElement {
  return element(
    "a",
    { href: `#${id}`, class: isOfNothing ? "of-nothing" : undefined },
    isOfNothing ? `${title}: not read` : title,
  );
}

function isEmpty({ text, pictures }: ReportPart): boolean {
  return text === undefined && pictures.length === 0;
}

function partId({ id }: ReportPart): string {
  return `part-${id}`;
}

function partElement(part: ReportPart, picture: HTMLElement | undefined): HTMLElement {
  const { title, from, text, missing, columns } = part;
  const told = text === undefined ? undefined : toldElement(text, `${title}, as text`, columns);
  return element(
    "section",
    { class: "part", id: partId(part) },
    element("h2", {}, title),
    missing.length > 0
      ? element("ul", { class: "notes" }, ...missing.map((sentence) => element("li", {}, sentence)))
      : undefined,
    picture,
    told && picture
      ? element("details", { class: "as-text" }, element("summary", {}, `As text, told by ${from}`), told)
      : told,
    told && !picture ? element("p", { class: "source" }, `Told by ${from}.`) : undefined,
  );
}

function aboutElement({ notes }: ReportFacts): HTMLElement {
  return element(
    "section",
    { class: "part", id: ABOUT.id },
    element("h2", {}, ABOUT.title),
    element("ul", { class: "about" }, ...notes.map((note) => element("li", {}, note))),
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
