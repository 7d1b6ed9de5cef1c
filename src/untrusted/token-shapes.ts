import { isNoSecret, matchEnd, type Span } from "./mark.ts";

/** Where a token may begin: not inside a word, save after an escaped line break or tab (`\nghp_…`). */
const BEGIN = "(?:(?<![A-Za-z0-9_-])|(?<=\\\\[nrt]))";

interface TokenShape {
  /** What every such token begins with; a regular expression's source. */
  readonly begin: string;
  /** So many characters of the token stand before that. */
  readonly lead?: number;
  /** What follows, or the whole token where some of it stands before. */
  readonly rest: string;
  /** The beginning is not part of the secret. */
  readonly onlyAfter?: true;
  readonly why: string;
}

/** Secrets known by their own form, whatever stands around them. */
const SHAPES: readonly TokenShape[] = [
  { begin: "A(?:KIA|SIA)", rest: "(?=[A-Za-z]*\\d)[A-Za-z0-9]{12,}", why: "AWS access key id" },
  { begin: "gh[oprsu]_", rest: "[A-Za-z0-9]{16,}", why: "GitHub token" },
  { begin: "github_pat_", rest: "\\w{16,}", why: "GitHub fine-grained token" },
  { begin: "glpat-", rest: "[\\w-]{16,}", why: "GitLab token" },
  { begin: "xox[abeoprs]-", rest: "[\\w-]{8,}", why: "Slack token" },
  { begin: "sk-", rest: "(?=[A-Za-z_-]*\\d)[\\w-]{16,}", why: "OpenAI and Anthropic key" },
  { begin: "[rs]k_(?:live|test)_", rest: "[A-Za-z0-9]{16,}", why: "Stripe key" },
  { begin: "AIza", rest: "[\\w-]{30,}", why: "Google API key" },
  { begin: "ya29\\.", rest: "[\\w.-]{16,}", why: "Google OAuth token" },
  { begin: "hvs\\.", rest: "[\\w-]{16,}", why: "Vault token" },
  { begin: "dapi", rest: "[0-9a-f]{32}", why: "Databricks token" },
  { begin: "S[ACNOUX][A-Z2-7]{6}", rest: "[A-Z2-7]{50}(?![A-Za-z0-9])", why: "seed of a NATS nkey" },
  { begin: "GOCSPX-", rest: "[\\w-]{16,}", why: "Google OAuth client secret" },
  { begin: "SG\\.", rest: "[\\w-]{16,}\\.[\\w-]{16,}", why: "SendGrid key" },
  { begin: "npm_", rest: "[A-Za-z0-9]{30,}", why: "npm token" },
  { begin: "dckr_pat_", rest: "[\\w-]{16,}", why: "Docker Hub token" },
  { begin: "hf_", rest: "[A-Za-z0-9]{30,}", why: "Hugging Face token" },
  { begin: "8Q~", lead: 3, rest: "[\\w~.-]{3}8Q~[\\w~.-]{31,37}", why: "Azure client secret" },
  { begin: "eyJ", rest: "[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*", why: "JSON web token" },
  { begin: "hooks\\.slack\\.com/services/", rest: "[\\w/]{16,}", onlyAfter: true, why: "Slack webhook" },
  {
    begin: "[Bb]asic ",
    rest: "(?=[A-Za-z+/]*[0-9=])[A-Za-z0-9+/]{8,}={0,2}",
    onlyAfter: true,
    why: "HTTP basic login",
  },
];

/** Looked for first: that a token may not begin within a word makes the search slow. */
export const BEGINNING_SOURCE = SHAPES.map(({ begin }) => begin).join("|");
const BEGINNING = new RegExp(BEGINNING_SOURCE, "g");

const TOKEN = new RegExp(`${BEGIN}(?:${SHAPES.map(shapeOf).join("|")})`, "y");

function shapeOf({ begin, lead, rest, onlyAfter }: TokenShape): string {
  if (lead !== undefined) return rest;
  return onlyAfter ? `(?<=${begin})${rest}` : begin + rest;
}

/** How far before its beginning a token may start. */
const LEADS = [...new Set(SHAPES.flatMap(({ lead }) => lead ?? []))];

/** Tokens that are known by their form alone. */
export function findTokenShapes(text: string): Span[] {
  const spans: Span[] = [];
  BEGINNING.lastIndex = 0;
  for (let found = BEGINNING.exec(text); found !== null; found = BEGINNING.exec(text)) {
    const { index } = found;
    for (const start of [...LEADS.map((lead) => index - lead), index, BEGINNING.lastIndex]) {
      const end = start < 0 ? undefined : matchEnd(TOKEN, text, start);
      if (end === undefined) continue;
      spans.push({ start, end });
      BEGINNING.lastIndex = end;
      break;
    }
  }
  return spans;
}

/** A block longer than this, in characters, is taken for one that is not closed. */
export const LONGEST_PEM_BODY = 16_384;

const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{1,64}-----/g;
const PEM_END = /-----(?:END|BEGIN) /g;
const BASE64 = /[A-Za-z0-9+/=\s]+/y;
const ESCAPED_LINE_BREAK = /\\+[nr]/y;

/** The bodies of PEM blocks; the lines BEGIN and END stay. Of a block that is not closed, what looks like a body. */
export function findPemBodies(text: string): Span[] {
  const spans: Span[] = [];
  for (const begin of text.matchAll(PEM_BEGIN)) {
    const start = begin.index + begin[0].length;
    PEM_END.lastIndex = start;
    const next = PEM_END.exec(text);
    const closed = next?.[0] === "-----END " && next.index - start <= LONGEST_PEM_BODY;
    const span = trimmed(text, start, closed ? next.index : pemBodyEnd(text, start));
    if (!isNoSecret(text.slice(span.start, span.end))) spans.push(span);
  }
  return spans;
}

function pemBodyEnd(text: string, start: number): number {
  let end: number | undefined = start;
  let body = start;
  while (end !== undefined) {
    body = end;
    end = matchEnd(BASE64, text, body) ?? matchEnd(ESCAPED_LINE_BREAK, text, body);
  }
  return body;
}

function trimmed(text: string, start: number, end: number): Span {
  const body = text.slice(start, end);
  return {
    start: start + (body.length - body.trimStart().length),
    end: Math.max(start, end - (body.length - body.trimEnd().length)),
  };
}
