import { type Words, words } from "../../text/page/words.ts";

/** What an error says is wrong, by its own words, and what helps; the first that fits. */
export type Kinds = readonly (readonly [RegExp, Words])[];

export const OF_SETTING = words`A setting of its configuration is missing, misspelt or of the wrong kind: the error names it`;
export const MAY_NOT = words`The pipeline may not read or write what it names: correct the permissions`;
