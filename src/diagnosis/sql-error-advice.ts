import { nearestName } from "../analysis/nearest-name.ts";
import { type Words, words } from "../text/page/words.ts";

/** Calcite's list of all that it would have taken, which is quoted with the whole message. */
const EXPECTED = /\s*\nWas expecting (?:one of)?:?.*$/s;

/** The compiler tells the whole of a property, as all of a table's connectors are, before what is wrong with it. */
const PROPERTY_VALUE = / has value '.*' which is invalid: /s;

/** What a setting may be, where it is something else: a list of what is known, of which there may be dozens. */
const UNKNOWN = /unknown (variant|field) `(?<given>[^`]*)`, expected (?:one of )?(?<known>`.*`)/s;

/** Where somebody may ask for what Feldera lacks, or tell of a defect. */
const REPORT = /\s*\n(?:We would appreciate if|You can suggest support)[^\n]*/g;

/** What the compiler says of an error, without the property that it is in. */
export function withoutProperty(message: string): string {
  return message.replace(PROPERTY_VALUE, " is invalid: ");
}

/** What the compiler says of an error, without the property that it is in and without what it lists besides. */
export function sqlErrorReason(message: string): string {
  return withoutProperty(message)
    .replace(EXPECTED, "")
    .replace(REPORT, "")
    .replace(UNKNOWN, "unknown $1 `$<given>`");
}

/**
 * Undefined where the compiler's own words are all that is to be said.
 *
 * @param kind the compiler's name for the kind of error that it is
 */
export function sqlErrorAdvice(message: string, kind = ""): Words | undefined {
  if (kind === "Compiler error") {
    return words`Feldera's compiler fails itself on that, which is a defect of its own: report it, and write the line in another way meanwhile`;
  }
  if (/^Not (?:yet implemented|supported)$/.test(kind)) {
    return words`Feldera's SQL does not have that: write the line in another way`;
  }
  const unknown = unknownWords(message);
  if (unknown !== undefined) return unknown;
  const word = reservedWord(message);
  if (word !== undefined) {
    return words`A name is wanted there, and ${word} is a reserved word: write it in quotes wherever it is a name, or choose another`;
  }
  if (/\bCould not infer a waterline\b.*'emit_final'/s.test(message)) {
    return words`emit_final gives out a row once its time is final, by the LATENESS of the tables that this column is made of: declare LATENESS on their time columns, or leave emit_final out`;
  }
  return undefined;
}

/** What is likely meant, of what the message lists; the whole list is quoted with the message. */
function unknownWords(message: string): Words | undefined {
  const { given, known } = UNKNOWN.exec(message)?.groups ?? {};
  if (given === undefined || known === undefined) return undefined;
  const names = [...known.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []);
  const nearest = nearestName(given, names);
  return nearest === undefined
    ? words`Feldera knows no ${given} there; the message lists what it knows`
    : words`Feldera knows no ${given} there; ${nearest} is nearest to it`;
}

/** The word that stands where, by what Calcite would have taken, a name would stand. */
function reservedWord(message: string): string | undefined {
  const [, before = "", word] = /^Encountered "(\W*)(\w+)" at line/.exec(message) ?? [];
  const marks = before.trim().split(/\s+/).filter(Boolean);
  const name = [...marks.map((mark) => `"${mark}"`), "<IDENTIFIER>"].join(" ");
  return message.split("\n").some((line) => line.trim().startsWith(name)) ? word : undefined;
}
