import type { PictureArguments, PictureOf } from "../../answers/pictures.ts";
import { button, element } from "../dom/element.ts";
import { shareText, weightText } from "../figures/figures.ts";
import type { Surroundings } from "../shell/drawing.ts";

const DIRECTIONS = { callees: "Top down", callers: "Bottom up" } as const;

export interface FlameToolEvents {
  readonly searched: (text: string) => void;
  readonly zoom: (factor: number) => void;
  readonly showAll: () => void;
  readonly showRuntime: (isShown: boolean) => void;
}

const STEP = 2;

/** What can be done with a flame graph, in a row above it. */
export function flameTools(
  facts: PictureOf<"flame">,
  surroundings: Surroundings,
  events: FlameToolEvents,
): HTMLElement {
  return element(
    "div",
    { class: "tools" },
    directionChoice(facts, surroundings),
    threadChoice(facts, surroundings),
    operatorChip(facts, surroundings),
    searchField(facts, surroundings, events),
    runtimeSwitch(facts, events),
    element(
      "span",
      { class: "group" },
      button("−", () => events.zoom(1 / STEP), { "aria-label": "Zoom out" }),
      button("+", () => events.zoom(STEP), { "aria-label": "Zoom in" }),
      button("All", events.showAll, { "aria-label": "Show all" }),
    ),
  );
}

function directionChoice({ direction }: PictureOf<"flame">, { args, door, open }: Surroundings): HTMLElement {
  const choices = (["callees", "callers"] as const).flatMap((each) => {
    const { root: _, ...asked } = { ...args, direction: each };
    if (each !== direction && !door.has(asked)) return [];
    return [button(DIRECTIONS[each], () => open(asked), { "aria-pressed": String(each === direction) })];
  });
  return element("span", { class: "group", role: "group", "aria-label": "Direction" }, ...choices);
}

function threadChoice(
  { thread_groups, thread, unit, of }: PictureOf<"flame">,
  { args, door, open }: Surroundings,
): HTMLElement | undefined {
  const { thread: _thread, root: _root, ...rest } = args;
  const groups = (thread_groups ?? []).filter(
    ({ group }) => group === thread || door.has({ ...rest, thread: group }),
  );
  if (groups.length < 2) return undefined;
  const select = element(
    "select",
    {},
    element("option", { value: "" }, "All threads"),
    ...groups.map(({ group, total }) =>
      element(
        "option",
        { value: group, selected: group === thread },
        `${group}: ${weightText(total, unit)}, ${shareText(total, of)}`,
      ),
    ),
  );
  select.addEventListener("change", () =>
    open(select.value === "" ? rest : { ...rest, thread: select.value }),
  );
  return element("label", {}, "Threads ", select);
}

function operatorChip(
  { operator }: PictureOf<"flame">,
  { args, door, open }: Surroundings,
): HTMLElement | undefined {
  if (operator === undefined) return undefined;
  const { operator: _operator, root: _root, ...rest } = args;
  const label = `Only within ${operator}`;
  return door.has(rest)
    ? button(`${label} ×`, () => open(rest), { "aria-label": `${label}; show all again` })
    : element("span", {}, label);
}

/** What threads and futures are made of is on every stack, and seldom what is asked for. */
function runtimeSwitch(
  { functions }: PictureOf<"flame">,
  { showRuntime }: FlameToolEvents,
): HTMLElement | undefined {
  if (!functions.is_glue.includes(1)) return undefined;
  const made = button(
    "Runtime frames",
    () => {
      const isShown = made.getAttribute("aria-pressed") !== "true";
      made.setAttribute("aria-pressed", String(isShown));
      showRuntime(isShown);
    },
    { "aria-pressed": "false", title: "Frames of the standard library, the runtime and the scheduler" },
  );
  return made;
}

function searchField(
  { search, unit, of }: PictureOf<"flame">,
  { args, door, open }: Surroundings,
  events: FlameToolEvents,
): HTMLElement {
  const field = element("input", {
    type: "search",
    placeholder: "Search functions",
    "aria-label": "Search functions",
    value: search?.text,
    maxlength: 200,
  });
  field.addEventListener("input", () => events.searched(field.value));
  const ask = () => {
    const { search: _, ...rest } = args;
    const text = field.value.trim();
    const asked: PictureArguments = text === "" ? rest : { ...rest, search: text };
    if (text !== (search?.text ?? "") && door.has(asked)) open(asked);
  };
  field.addEventListener("keydown", ({ key }) => key === "Enter" && ask());
  const found =
    search &&
    `${search.functions} functions match, with ${weightText(search.total, unit)}, ${shareText(search.total, of)}`;
  return element("label", { class: "search" }, field, found && element("span", {}, ` ${found}`));
}
