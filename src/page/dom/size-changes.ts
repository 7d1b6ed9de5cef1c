/** Also once as soon as the element stands in the page. */
export function onSizeChange(element: Element, changed: () => void, signal: AbortSignal): void {
  const sizes = new ResizeObserver(changed);
  sizes.observe(element);
  signal.addEventListener("abort", () => sizes.disconnect());
}
