const CHANGED = "themechanged";

/** Tells all that paint by themselves that colours are others now. */
export function themeHasChanged(): void {
  document.dispatchEvent(new Event(CHANGED));
}

export function onThemeChange(repaint: () => void, signal: AbortSignal): void {
  document.addEventListener(CHANGED, repaint, { signal });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint, { signal });
}
