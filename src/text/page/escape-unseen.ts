/** Controls, bidirectional controls, line separators, and what Unicode calls default-ignorable. */
const UNSEEN = /[\p{Control}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029\u{fff9}-\u{fffb}]/gu;

/** JSON with what cannot be seen in it as JSON's own escapes (`\u202e`): the same value, and every part of it is seen. */
export function escapeUnseen(json: string): string {
  return json.replace(UNSEEN, (unseen) =>
    unseen
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
