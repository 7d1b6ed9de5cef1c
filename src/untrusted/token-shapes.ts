import { isNoSecret, matchEnd, type Span } from "./mark.ts";

/** Where a token may begin: not inside a word, save after an escaped line break or tab (`\nghp_…`). */
const BEGIN = "(?:(?<![A-Za-z0-9_-])|(?<=\\\\[nrt]))";

/** Secrets known by their own form, whatever stands around them. Each begins with a fixed text: linear. */
const SHAPES: readonly { shape: string; why: string }[] = [
  { shape: "A(?:KIA|SIA)(?=[A-Za-z]*\\d)[A-Za-z0-9]{12,}", why: "AWS access key id" },
  { shape: "gh[oprsu]_[A-Za-z0-9]{16,}", why: "GitHub token" },
  { shape: "github_pat_\\w{16,}", why: "GitHub fine-grained token" },
  { shape: "glpat-[\\w-]{16,}", why: "GitLab token" },
  { shape: "xox[abeoprs]-[\\w-]{8,}", why: "Slack token" },
  { shape: "sk-(?=[A-Za-z_-]*\\d)[\\w-]{16,}", why: "OpenAI and Anthropic key" },
  { shape: "[rs]k_(?:live|test)_[A-Za-z0-9]{16,}", why: "Stripe key" },
  { shape: "AIza[\\w-]{30,}", why: "Google API key" },
  { shape: "ya29\\.[\\w.-]{16,}", why: "Google OAuth token" },
  { shape: "hvs\\.[\\w-]{16,}", why: "Vault token" },
  { shape: "dapi[0-9a-f]{32}", why: "Databricks token" },
  { shape: "S[ACNOUX][A-Z2-7]{56}(?![A-Za-z0-9])", why: "seed of a NATS nkey" },
  { shape: "GOCSPX-[\\w-]{16,}", why: "Google OAuth client secret" },
  { shape: "SG\\.[\\w-]{16,}\\.[\\w-]{16,}", why: "SendGrid key" },
  { shape: "npm_[A-Za-z0-9]{30,}", why: "npm token" },
  { shape: "dckr_pat_[\\w-]{16,}", why: "Docker Hub token" },
  { shape: "hf_[A-Za-z0-9]{30,}", why: "Hugging Face token" },
  { shape: "[\\w~.-]{3}8Q~[\\w~.-]{31,37}", why: "Azure client secret" },
  { shape: "eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*", why: "JSON web token" },
  { shape: "(?<=hooks\\.slack\\.com/services/)[\\w/]{16,}", why: "Slack webhook" },
  { shape: "(?<=[Bb]asic )(?=[A-Za-z+/]*[0-9=])[A-Za-z0-9+/]{8,}={0,2}", why: "HTTP basic login" },
];

const SHAPE = new RegExp(`${BEGIN}(?:${SHAPES.map(({ shape }) => shape).join("|")})`, "g");

/** Tokens that are known by their form alone. */
export function findTokenShapes(text: string): Span[] {
  const spans: Span[] = [];
  for (let found = SHAPE.exec(text); found !== null; found = SHAPE.exec(text)) {
    spans.push({ start: found.index, end: SHAPE.lastIndex });
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
