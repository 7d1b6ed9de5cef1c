import { words } from "../../text/page/words.ts";
import type { Kinds } from "./kinds.ts";

const NO_CREDENTIALS = words`It has no credentials for what it opens, and found none where it runs: set them in its configuration`;

/** What object stores, clouds and lake tables say. */
export const OF_STORES: Kinds = [
  [
    /\bNo field named\b/,
    words`It asks for a column that its source's table does not have: correct the column's name in the SQL (in quotes where its case counts), or in the filter`,
  ],
  [
    /\bThrottlingException\b|\bProvisionedThroughputExceeded|\b(?:status|code)\b.{0,40}\b429\b|\bTooManyRequests\b|\bSlowDown\b/i,
    words`Its server allows fewer requests than it makes: raise the limit there, or read or write less at once`,
  ],
  [
    /\b(?:NoSuchBucket|bucket does not exist)\b/,
    words`There is no such bucket where it looks: correct the bucket's name, its region or its endpoint`,
  ],
  [
    /\bNoSuchKey\b/,
    words`There is no object of that key in the bucket: correct the key (it has no pattern, and no slash before it), or put it there`,
  ],
  [
    /\bInvalidVersion\(/,
    words`The table has no such version, or none at all at that uri: correct version or uri in its configuration`,
  ],
  [
    /\b169\.254\.169\.254\b|\bmetadata\.google\.internal\b|\bInstanceCredentials\b|\bNoCredentials\b|\bCredentialsNotLoaded\b|\bwhile loading credentials\b|\bno providers in chain\b/,
    NO_CREDENTIALS,
  ],
];
