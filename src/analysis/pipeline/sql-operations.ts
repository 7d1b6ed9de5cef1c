import * as z from "zod";
import { codeOnly, lineAt } from "../sql/program-code.ts";

/** What of SQL's arithmetic panics without telling where: on a value that its type cannot hold, or a divisor of zero. */
const ARITHMETIC = ["division", "remainder", "multiplication", "subtraction"] as const;

type Arithmetic = (typeof ARITHMETIC)[number];

/** The same, and a call of a function that the program declares and the user wrote in Rust. */
export const OPERATIONS = [...ARITHMETIC, "user-defined function call"] as const;

export type Operation = (typeof OPERATIONS)[number];

/** As 0.337 words its panics: of integers, of DECIMAL, of intervals, and Rust's own of a remainder. */
const PANICS: Readonly<Record<Arithmetic, RegExp>> = {
  division: /^'\S+ \/ \S+' causes overflow|^Attempt to divide by zero|^overflow in INTERVAL division/,
  remainder: /remainder with a divisor of zero|^Attempt to modulo by zero/,
  multiplication: /^'\S+ \* \S+' causes overflow|^Overflow in multiplication|^overflow in INTERVAL multipl/,
  subtraction: /^'\S+ - \S+' causes overflow|^overflow in INTERVAL subtraction/,
};

/** Between two operands, or a call. */
const WRITTEN: Readonly<Record<Arithmetic, RegExp>> = {
  division: /(?<=[\w)]\s{0,80})\/(?=\s{0,80}[\w(-])/g,
  remainder: /(?<=[\w)]\s{0,80})%(?=\s{0,80}[\w(-])|\bMOD\s{0,80}\(/gi,
  multiplication: /(?<=[\w)]\s{0,80})\*(?=\s{0,80}[\w(-])/g,
  subtraction: /(?<=[\w)]\s{0,80})-(?=\s{0,80}[\w(-])/g,
};

/** The code that the compiler made of an operator unwraps what a function of the user's own returns; SQL's own do not end there. */
const OF_OPERATOR = /feldera_pipe_operator_[0-9a-f]+\/src\/lib\.rs\b/;
const UNWRAPPED = /^called `Result::unwrap\(\)` on an `Err` value/;

/**
 * What a panic's own words say was computed; undefined where they do not say, or say where.
 *
 * @param location the line of Rust that panicked
 */
export function operationIn(cause: string, location = ""): Operation | undefined {
  if (UNWRAPPED.test(cause) && OF_OPERATOR.test(location)) return "user-defined function call";
  return ARITHMETIC.find((operation) => PANICS[operation].test(cause));
}

/** The divisor that a panic of a division or a remainder tells; Rust's own tells that it was zero. */
const DIVISOR_TOLD = /\/ ?(-?[\d.]+)(?:'|\s*$)|% ?(-?[\d.]+)\s*$|divisor of (zero)/;

/** Whether a panic tells that a divisor was zero; of another one, the quotient did not fit its type. */
export function isByZero(cause: string): boolean {
  const [, ofDivision, ofRemainder, zero] = DIVISOR_TOLD.exec(cause) ?? [];
  return zero !== undefined || Number(ofDivision ?? ofRemainder) === 0;
}

const ONE_OR_MORE = String.raw`-?\s*0*[1-9]\d*(?:\.\d*)?`;

/** `60`, `(24 * 60)`: what is less than one may be rounded to zero. */
const NUMBER = new RegExp(String.raw`^[\s(]*${ONE_OR_MORE}(?:\s*\*\s*${ONE_OR_MORE})*[\s)]*$`);

/** Of `MOD(n, 10)` the number, where it is one. */
const SECOND_NUMBER = new RegExp(String.raw`,(\s*${ONE_OR_MORE}\s*)\)$`);

interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Whether what follows the sign is written as a number that is not zero. */
  readonly by_number: boolean;
}

/** Where a program writes an operation, with its operands as far as those are names, numbers or in parentheses. */
export function operationsIn(program: string, operation: Operation): Stretch[] {
  const code = codeOnly(program);
  if (operation === "user-defined function call") return callsOfOwn(code);
  return [...code.matchAll(WRITTEN[operation])]
    .filter(({ index }) => !isAllColumns(code, index))
    .map(({ 0: sign, index }) => {
      const isCall = sign.endsWith("(");
      const end = operandAfter(code, isCall ? index + sign.length - 1 : index + 1);
      const after = code.slice(index + 1, end);
      const second = isCall ? SECOND_NUMBER.exec(after)?.[1] : after;
      return {
        start: isCall ? index : leftSideBefore(code, index, operation),
        end,
        by_number: NUMBER.test(second ?? ""),
      };
    });
}

/** A declaration of a function of which the program has no body: `AS` follows the type that it returns. */
const DECLARED = /\bcreate\s+function\s+(\w+)\s*\([^;]*;/gi;

/** A function of the user's own that a program calls, in Rust, and the lines on which it does. */
export const OwnFunction = z.object({ name: z.string(), lines: z.array(z.int()) });

export type OwnFunction = z.infer<typeof OwnFunction>;

export function ownFunctions(program: string): OwnFunction[] {
  const lines = new Map<string, Set<number>>();
  for (const { start, end } of operationsIn(program, "user-defined function call")) {
    const [name = ""] = /^\w+/.exec(program.slice(start, end)) ?? [];
    const line = lineAt(program, start);
    lines.set(name, (lines.get(name) ?? new Set()).add(line));
  }
  return [...lines].map(([name, on]) => ({ name, lines: [...on] }));
}

function callsOfOwn(code: string): Stretch[] {
  const declarations = [...code.matchAll(DECLARED)];
  const own = declarations.flatMap(([text, name]) =>
    name === undefined || /\bas\b/i.test(text) ? [] : [name],
  );
  const elsewhere = code.replace(DECLARED, (text) => text.replace(/[^\n]/g, " "));
  return own
    .flatMap((name) => [...elsewhere.matchAll(new RegExp(`\\b${name}\\s{0,80}\\(`, "gi"))])
    .map(({ 0: call, index }) => ({
      start: index,
      end: operandAfter(code, index + call.length - 1),
      by_number: false,
    }))
    .toSorted((a, b) => a.start - b.start);
}

/** `SELECT *`, beside which another word may stand. */
function isAllColumns(code: string, index: number): boolean {
  return /\b(?:select|distinct|all)\s{0,80}$/i.test(code.slice(Math.max(0, index - 100), index));
}

/** How much of a program an operand may be: what is longer is told without it. */
const OPERAND_CHARS = 200;

/** Operators that bind no less than each does: of a row of them what stands before is computed first. */
const BINDS: Readonly<Record<Arithmetic, RegExp>> = {
  division: /[*/%]$/,
  remainder: /[*/%]$/,
  multiplication: /[*/%]$/,
  subtraction: /[*/%+-]$/,
};

function leftSideBefore(code: string, at: number, operation: Arithmetic): number {
  let start = operandBefore(code, at);
  while (at - start < OPERAND_CHARS) {
    const before = code.slice(0, start).trimEnd();
    const sign = before.length - 1;
    if (!BINDS[operation].test(before.slice(-1)) || isAllColumns(code, sign)) break;
    const operand = operandBefore(code, sign);
    if (operand === code.slice(0, sign).trimEnd().length) break;
    start = operand;
  }
  return start;
}

function operandBefore(code: string, at: number): number {
  const text = code.slice(Math.max(0, at - OPERAND_CHARS), at).trimEnd();
  const from = at - code.slice(Math.max(0, at - OPERAND_CHARS), at).length;
  let first = text.length;
  if (text.endsWith(")")) {
    for (let depth = 0; first > 0; ) {
      first -= 1;
      if (text[first] === ")") depth += 1;
      if (text[first] === "(" && --depth === 0) break;
    }
  }
  const name = /[\w.$]*$/.exec(text.slice(0, first))?.[0].length ?? 0;
  return from + first - name;
}

function operandAfter(code: string, at: number): number {
  const text = code.slice(at, at + OPERAND_CHARS);
  const [name = ""] = /^\s*-?\s*[\w.$]*/.exec(text) ?? [];
  let end = name.length;
  if (text[end] === "(") {
    for (let depth = 0; end < text.length; ) {
      if (text[end] === "(") depth += 1;
      if (text[end] === ")") depth -= 1;
      end += 1;
      if (depth === 0) break;
    }
  }
  return at + end;
}
