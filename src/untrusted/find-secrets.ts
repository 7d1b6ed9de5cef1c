import { findCommandSecrets } from "./command-options.ts";
import { findLogins, LOGIN_SIGN_SOURCES } from "./logins.ts";
import type { Span } from "./mark.ts";
import { findNamedSecrets } from "./pairs.ts";
import { remembered } from "./remembered.ts";
import { STEM_SOURCE } from "./secret-keys.ts";
import { BEGINNING_SOURCE, findPemBodies, findTokenShapes } from "./token-shapes.ts";
import { findUrlSecrets } from "./urls.ts";

const OPTION = /(?:^|[\s"'`([,])-{1,2}[A-Za-z]/;
const URL_OR_PARAMETER = /:\\*\/|[?&#;][\w.~-]{1,64}=/;

/** Those that no stem of a secret's name stands in. */
const OTHER_LOGIN_SIGNS = LOGIN_SIGN_SOURCES.filter(
  (source) => !source.split("|").every((way) => new RegExp(STEM_SOURCE).test(way)),
);

/** Every secret that is found has one of these in it or before it. Looked for in one, they take twice as long. */
const SIGNS = [
  new RegExp(STEM_SOURCE, "gi"),
  new RegExp(OTHER_LOGIN_SIGNS.join("|"), "gi"),
  new RegExp(BEGINNING_SOURCE, "g"),
  new RegExp(OPTION, "g"),
  new RegExp(URL_OR_PARAMETER, "g"),
  /-----BEGIN /g,
];

/**
 * The lines of a text that hold a sign of a secret, as 1.
 *
 * @param starts where each line starts
 */
export function linesWithSigns(text: string, starts: Float64Array): Uint8Array {
  const marked = new Uint8Array(starts.length);
  for (const sign of SIGNS) {
    sign.lastIndex = 0;
    for (let line = 0; line < starts.length && sign.test(text); ) {
      // What is found may begin with the line break before its line.
      while ((starts[line + 1] ?? text.length) <= sign.lastIndex - 1) line += 1;
      marked[line] = 1;
      line += 1;
      sign.lastIndex = (starts[line] ?? text.length + 1) - 1;
    }
  }
  return marked;
}

/**
 * Where secrets stand in a text: known by the name before them, by their place in a URL, or by their own form.
 * Spans may overlap. Linear in the text; each search is spared where a sign that it needs is missing.
 */
export const findSecrets = remembered((text): readonly Span[] => {
  return [
    findTokenShapes(text),
    /[\s=:,<]/.test(text) ? findNamedSecrets(text) : NONE,
    URL_OR_PARAMETER.test(text) ? findUrlSecrets(text) : NONE,
    OPTION.test(text) ? findCommandSecrets(text) : NONE,
    text.includes("-----BEGIN ") ? findPemBodies(text) : NONE,
    findLogins(text),
  ].flat();
});

const NONE: Span[] = [];
