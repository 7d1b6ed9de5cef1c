import type { Demangled } from "./demangled.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  SP: "@",
  BP: "*",
  RF: "&",
  LT: "<",
  GT: ">",
  LP: "(",
  RP: ")",
  C: ",",
};

const LENGTH = /[1-9][0-9]{0,6}(?![0-9])/y;

/**
 * A name that Rust mangled in the manner of C++: elements with their lengths, the last one a hash.
 *
 * @param mangled what follows `_ZN`
 * @returns undefined where the last element is no hash of Rust's, as in C++
 */
export function demangleRustLegacy(mangled: string): Demangled | undefined {
  const elements: string[] = [];
  let position = 0;
  while (mangled[position] !== "E") {
    LENGTH.lastIndex = position;
    const digits = LENGTH.exec(mangled)?.[0];
    if (digits === undefined) return undefined;
    const start = position + digits.length;
    position = start + Number(digits);
    elements.push(mangled.slice(start, position));
  }
  const hash = elements.pop() ?? "";
  if (elements.length === 0 || !/^h[0-9a-f]{16}$/.test(hash)) return undefined;
  return { path: elements.map(unescaped).join("::"), rest: mangled.slice(position + 1) };
}

/** An element without the escapes for what linkers do not allow in a name. What is no escape stays. */
function unescaped(element: string): string {
  const text = element.startsWith("_$") ? element.slice(1) : element;
  return text.replace(/\.\.|\$(?:[A-Z]{1,2}|u[0-9a-f]{1,6})\$/g, (escaped) => {
    if (escaped === "..") return "::";
    const code = escaped.slice(1, -1);
    return ESCAPES[code] ?? characterOf(code) ?? escaped;
  });
}

function characterOf(code: string): string | undefined {
  const point = code.startsWith("u") ? Number.parseInt(code.slice(1), 16) : Number.NaN;
  if (!(point <= 0x10ffff)) return undefined;
  const character = String.fromCodePoint(point);
  return /[\p{Cc}\p{Cs}]/u.test(character) ? undefined : character;
}
