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
    /\bDataFusion memory pool is exhausted\b/,
    words`What it reads at once takes more memory than it may: raise the limit that the error names, in the pipeline's configuration, or have it read with fewer threads`,
  ],
  [
    /\bno longer part of the table's current history\b|\bdoes not contain a snapshot with the same or earlier\b|\bnot a snapshot committed after the starting snapshot\b/,
    words`The table has no such snapshot any more, or not yet: its history there was cut (expired, rolled back), or its configuration names one that it never had. Name another, or leave that out and begin with the newest`,
  ],
  [
    /\bDelta file reader\b|\brelabeling column-mapped\b/,
    words`A file of the table does not fit the table's own schema, as where another writer wrote it: write it anew there, or correct that schema`,
  ],
  [
    /\bContent-Range\b|\bresponse skipped past data\b|\bunexpected end of data replaying read from URL\b/,
    words`It reads on from where it was, and the server does not give that part of the file as HTTP has it, or has another file there now: have the server answer requests for ranges, or clear the pipeline's storage and read it anew`,
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
