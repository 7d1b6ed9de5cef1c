/**
 * ANSI escape sequences, whole: CSI, then the strings (OSC, DCS, SOS, PM, APC), then the short ones, each opened
 * by ESC or by its C1 character (ECMA-48). The closing part is optional, so that one that is cut short goes too;
 * a string that is never closed ends with its line, for else it would hide every line after it.
 */
const ESCAPE_SEQUENCE =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c\n\r\u2028\u2029]*(?:\x1b\\|[\x07\x18\x1a\x9c])?|\x1b[ -/]*[0-~]?/g;

const LINE_BREAK = /\r\n?|[\u2028\u2029]/g;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Controls but newline and tab, bidirectional controls, and what Unicode calls default-ignorable: zero-width
 * characters, tags, variation selectors, fillers, the soft hyphen. The joiners (U+200C, U+200D) are among them:
 * they split words for a reader of code points as well as any other.
 */
const UNSEEN = /(?![\n\t])[\p{Control}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]/gu;

const PLAIN = /^[\n\t\x20-\x7e]*$/;

/** Every unit that may be one of those: fast to look for, and in few texts. */
const DUBIOUS =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u02ff-\u036f\u061c\u115f\u1160\u17aa-\u17b5\u1800-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdff-\ufe0f\ufeff\uffa0\ufff0-\ufffb]/;

/** `text` with only characters that can be seen, spaces, tabs and newlines; every line break is `\n`. */
export function stripUnseen(text: string): string {
  if (isSeenWhole(text)) return text;
  const uncoloured = text.replace(ESCAPE_SEQUENCE, "");
  if (!DUBIOUS.test(uncoloured)) return uncoloured;
  return uncoloured.replace(LINE_BREAK, "\n").replace(LONE_SURROGATE, "\ufffd").replace(UNSEEN, "");
}

/** Whether a text holds nothing that `stripUnseen` might take out. */
export function isSeenWhole(text: string): boolean {
  return PLAIN.test(text);
}
