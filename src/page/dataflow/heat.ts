import { legendElement } from "../flame/legend.ts";

/** Shares from which on each colour stands; below the first a node has none. */
const FROM = [0.02, 0.05, 0.12, 0.25] as const;

/** The custom property of a share's colour. */
export function heatColour(share: number): string {
  const step = FROM.filter((from) => share >= from).length;
  return step === 0 ? "--panel" : `--heat-${step}`;
}

export function isHeated(share: number): boolean {
  return share >= FROM[0];
}

/** @param of what the shares are of: "time" */
export function heatLegend(of: string): HTMLElement {
  return legendElement({
    legend: FROM.map((from, at) => ({
      colour: `--heat-${at + 1}`,
      says: `from ${from * 100} % of the ${of}`,
    })),
  });
}
