/** What keys do, by their names; of an arrow with Shift it is such as `Shift+ArrowLeft`. */
export type Deeds = Readonly<Record<string, () => void>>;

/** With Ctrl, Alt or Meta a key is the browser's own. */
export function listenToKeys(target: HTMLElement, deeds: Deeds, signal: AbortSignal): void {
  target.addEventListener(
    "keydown",
    (event) => {
      const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
      const deed = deeds[shiftKey && key.startsWith("Arrow") ? `Shift+${key}` : key];
      if (deed === undefined || ctrlKey || altKey || metaKey) return;
      event.preventDefault();
      deed();
    },
    { signal },
  );
}
