import { isNoSecret, type Span } from "./mark.ts";
import { looksSecret } from "./pairs.ts";
import { isSecretKey } from "./secret-keys.ts";

interface Login {
  /** Its group `secret` is the password; `name`, where there is one, must be that of a secret. */
  readonly pattern: RegExp;
  readonly why: string;
  /** What every text that holds such a login has in it, one of these: the search is spared elsewhere. */
  readonly signs: readonly string[];
  /** Whether only a password that looks random is one, since words stand in the same place. */
  readonly onlyRandom?: boolean;
}

/** Passwords that neither the name of a secret before them nor a URL around them gives away. */
const LOGINS: readonly Login[] = [
  {
    pattern: /(?<![\w.@/-])[\w.-]{1,64}:(?<secret>[^\s:@/"'`]{1,256})@(?:tcp|udp|unix)\(/dg,
    why: "a DSN of Go's drivers: user:password@tcp(host:3306)/name",
    signs: ["@tcp(", "@udp(", "@unix("],
  },
  {
    pattern: /jdbc:oracle:\w{1,16}:[\w.$#-]{1,64}\/(?<secret>[^\s@"'`]{1,256})@/dgi,
    why: "Oracle's JDBC: jdbc:oracle:thin:user/password@host",
    signs: ["racle:"],
  },
  {
    pattern:
      /(?<![\w.-])(?:sqlplus|sqlldr|expdp|impdp)\s{1,4}(?:-\w{1,8}\s{1,4}){0,3}[\w$#]{1,64}\/(?<secret>[^\s@"'`]{1,256})/dg,
    why: "Oracle's tools: sqlplus user/password@name",
    signs: ["sqlplus", "sqlldr", "expdp", "impdp"],
  },
  {
    pattern:
      /(?<![\w-])machine\s{1,4}\S{1,253}\s{1,4}login\s{1,4}\S{1,64}\s{1,4}password\s{1,4}(?<secret>\S{1,256})/dg,
    why: ".netrc",
    signs: ["machine"],
  },
  {
    pattern:
      /(?<![\w.:*/-])(?:[\w-]{1,63}\.[\w.-]{1,190}|localhost|\*):(?:[56]\d{3}|\*):[^:\s\d][^:\s]{0,63}:[^:\s]{1,64}:(?<secret>[^\s"'`]{1,256})/dg,
    why: ".pgpass: host:port:database:user:password",
    signs: [":*:", ":5", ":6"],
  },
  {
    pattern:
      /(?<![\w.-])(?:user(?:name)?=[^\s,;&]{1,64}[\s,;&]{1,4}(?:-X ?)?|-X ?|--?)pass[= ](?<secret>[^\s,;&"'`-][^\s,;&"'`]{0,255})/dg,
    why: "pass beside a user, or as an option; alone it is a pass of a compiler",
    signs: ["pass=", "-pass "],
  },
  {
    pattern:
      /(?<![\w.-])pass\\{0,3}["'`]?\s{0,4}(?:=>|[:=])\s{0,4}\\{0,3}["'`](?<secret>[^"'`\\\n]{1,256})/dg,
    why: "pass with a quoted value",
    signs: ["pass"],
  },
  {
    pattern: /(?<![\w.-])(?:requirepass|masterauth|primaryauth)[ \t]{1,4}(?<secret>[^\s"'`]{1,256})/dgi,
    why: "Redis' configuration",
    signs: ["requirepass", "masterauth", "primaryauth"],
  },
  {
    pattern: /(?<![\w.-])AUTH\\{0,3}["'`]?[\s,]{1,4}\\{0,3}["'`]?(?<secret>[^\s"'`,\\]{1,256})/dg,
    why: "Redis: AUTH password",
    signs: ["AUTH"],
    onlyRandom: true,
  },
  {
    pattern:
      /(?<![\w.-])AUTH\\{0,3}["'`]?[\s,]{1,4}\\{0,3}["'`]?[\w.@-]{1,64}\\{0,3}["'`]?[\s,]{1,4}\\{0,3}["'`]?(?<secret>[^\s"'`,\\]{1,256})/dg,
    why: "Redis: AUTH user password",
    signs: ["AUTH"],
    onlyRandom: true,
  },
  {
    pattern:
      /(?<![\w.-])(?:setenv|config(?:ure)? set|set(?: -[a-zA-Z]{1,4}){1,3})[ \t]{1,4}(?<name>[\w.-]{1,128})[ \t]{1,4}(?<secret>[^\s"'`]{1,4096})/dgi,
    why: "what sets a variable without a sign between",
    signs: ["set", "SET"],
  },
  {
    pattern:
      /["'`]Bearer[ \t]{1,4}(?!(?:auth\w*|error|null|prefix|realm|scheme|tokens?|undefined)\\{0,3}["'`])(?<secret>[^\s"'`\\]{4,4096})\\{0,3}["'`]/dg,
    why: 'a header as programs print it: ("authorization", "Bearer …")',
    signs: ["Bearer"],
  },
];

/** Tried first, for most texts hold no sign of any. */
const ANY_SIGN = new RegExp(LOGINS.flatMap(({ signs }) => signs.map(escaped)).join("|"));

function escaped(sign: string): string {
  return sign.replace(/[*().=]/g, "\\$&");
}

/** Passwords in the forms of clients and tools that have a form of their own for a login. */
export function findLogins(text: string): Span[] {
  if (!ANY_SIGN.test(text)) return [];
  return LOGINS.filter(({ signs }) => signs.some((sign) => text.includes(sign))).flatMap(
    ({ pattern, onlyRandom }) =>
      [...text.matchAll(pattern)].flatMap(({ indices, groups }) => {
        const [start, end] = indices?.groups?.secret ?? [0, 0];
        const secret = text.slice(start, end);
        if (groups?.name !== undefined && !isSecretKey(groups.name)) return [];
        if (isNoSecret(secret) || (onlyRandom === true && !looksSecret(secret))) return [];
        return [{ start, end }];
      }),
  );
}
