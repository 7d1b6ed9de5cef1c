import * as z from "zod";
import { themeHasChanged } from "../dom/theme-changes.ts";

/** What a host says of itself and of where the page stands; later ones have only what changed. */
export const HostContext = z.looseObject({
  theme: z.enum(["light", "dark"]).optional().catch(undefined),
  styles: z
    .looseObject({ variables: z.record(z.string(), z.string().optional()).optional().catch(undefined) })
    .optional()
    .catch(undefined),
  displayMode: z.string().optional().catch(undefined),
  availableDisplayModes: z.array(z.string()).optional().catch(undefined),
  containerDimensions: z
    .looseObject({ height: z.number().optional(), maxHeight: z.number().optional() })
    .optional()
    .catch(undefined),
  safeAreaInsets: z
    .object({ top: z.number(), right: z.number(), bottom: z.number(), left: z.number() })
    .optional()
    .catch(undefined),
});

export type HostContext = z.infer<typeof HostContext>;

/** Host's variables that the page takes: those of the extension; no value that would fetch anything. */
const TAKEN = /^--(color|font|border|shadow)-[a-z0-9-]+$/;
const FETCHES = /url\s*\(|image-set\s*\(|@import/i;

/** Colours, fonts and room as the host has them. */
export function applyHostContext(context: HostContext): void {
  const { style, dataset } = document.documentElement;
  if (context.theme !== undefined) style.colorScheme = context.theme;
  for (const [name, value = ""] of Object.entries(context.styles?.variables ?? {})) {
    if (TAKEN.test(name) && !FETCHES.test(value)) style.setProperty(name, value);
  }
  if (context.displayMode !== undefined) dataset.displayMode = context.displayMode;
  const { containerDimensions, safeAreaInsets } = context;
  const height = containerDimensions?.height ?? containerDimensions?.maxHeight;
  if (height !== undefined) style.setProperty("--room", `${height}px`);
  if (safeAreaInsets !== undefined) {
    const { top, right, bottom, left } = safeAreaInsets;
    document.body.style.padding = `${top}px ${right}px ${bottom}px ${left}px`;
  }
  themeHasChanged();
}
