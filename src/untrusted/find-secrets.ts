import { findCommandSecrets } from "./command-options.ts";
import { findLogins } from "./logins.ts";
import type { Span } from "./mark.ts";
import { findNamedSecrets } from "./pairs.ts";
import { findPemBodies, findTokenShapes } from "./token-shapes.ts";
import { findUrlSecrets } from "./urls.ts";

/**
 * Where secrets stand in a text: known by the name before them, by their place in a URL, or by their own form.
 * Spans may overlap. Linear in the text; each search is spared where a sign that it needs is missing.
 */
export function findSecrets(text: string): Span[] {
  return [
    findTokenShapes(text),
    /[\s=:,<]/.test(text) ? findNamedSecrets(text) : NONE,
    /[?&#;]|:\\*\//.test(text) ? findUrlSecrets(text) : NONE,
    /(?:^|[\s"'`([,])-{1,2}[A-Za-z]/.test(text) ? findCommandSecrets(text) : NONE,
    text.includes("-----BEGIN ") ? findPemBodies(text) : NONE,
    findLogins(text),
  ].flat();
}

const NONE: Span[] = [];
