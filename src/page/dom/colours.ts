/** What a canvas needs to have a custom property's colour: such a property itself is text, `light-dark(…)` as written. */
export class Colours {
  readonly #probe: HTMLElement;
  readonly #known = new Map<string, string>();

  /** @param within whose theme they are of; asked for again after a change of theme */
  constructor(within: HTMLElement) {
    this.#probe = document.createElement("span");
    this.#probe.hidden = true;
    within.append(this.#probe);
  }

  /** @param name of a custom property, such as `--accent` */
  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#probe.style.color = `var(${name})`;
    const colour = getComputedStyle(this.#probe).color;
    this.#known.set(name, colour);
    return colour;
  }

  forget(): void {
    this.#known.clear();
  }
}
