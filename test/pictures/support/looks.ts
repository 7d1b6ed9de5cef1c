import type { Shown } from "./stage.ts";

type Framed = Pick<Shown, "frame">;

/** What a pattern has in its parentheses. @throws where the text has nothing like it */
export function found(text: string, pattern: RegExp): string[] {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`nothing like ${pattern} in:\n${text}`);
  return match.slice(1);
}

export function titleOf({ frame }: Framed): Promise<string> {
  return frame.locator("h1").innerText();
}

/** The cells of the first row with a text. */
export function cellsOf({ frame }: Framed, text: string): Promise<string[]> {
  return frame.locator("tr", { hasText: text }).first().locator("td, th").allInnerTexts();
}

/** What is looked at now, in words. */
export function lookedAt({ frame }: Framed): Promise<string> {
  return frame.locator(".details, .says").first().innerText();
}

/** How many pixels of the canvas have the colour of each custom property. */
export function painted({ frame }: Framed, properties: readonly string[]): Promise<number[]> {
  return frame.evaluate((names) => {
    const canvas = document.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return [];
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const probe = document.body.appendChild(document.createElement("span"));
    const counts = names.map((name) => {
      probe.style.color = `var(${name})`;
      const [red, green, blue] =
        getComputedStyle(probe)
          .color.match(/[\d.]+/g)
          ?.map(Number) ?? [];
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) count++;
      }
      return count;
    });
    probe.remove();
    return counts;
  }, properties);
}

/** Points so far right of the middle of the canvas. */
export async function pointBesideMiddle({ frame }: Framed, right: number, down = 0): Promise<void> {
  const canvas = frame.locator("canvas");
  const box = await canvas.boundingBox();
  if (box === null) throw new Error("there is no canvas");
  await canvas.hover({ position: { x: box.width / 2 + right, y: box.height / 2 + down } });
}
