import { isNoSecret, type Span } from "./mark.ts";
import { looksSecret } from "./pairs.ts";
import { isSecretKey } from "./secret-keys.ts";

interface Login {
  /** Its group `secret` is the password; `name`, where there is one, must be that of a secret. */
  readonly pattern: RegExp;
  readonly why: string;
  /** What every text that holds such a login has in it, whatever the case: the search is spared elsewhere. */
  readonly sign: RegExp;
  /** Whether only a password that looks random is one, since words stand in the same place. */
  readonly onlyRandom?: boolean;
}

/** Passwords that neither the name of a secret before them nor a URL around them gives away. */
const LOGINS: readonly Login[] = [
  {
    pattern: /(?<![\w.@/-])[\w.-]{1,64}:(?<secret>[^\s:@/"'`]{1,256})@(?:tcp|udp|unix)\(/dg,
    why: "a DSN of Go's drivers: user:password@tcp(host:3306)/name",
    sign: /@(?:tcp|udp|unix)\(/i,
  },
  {
    pattern: /jdbc:oracle:\w{1,16}:[\w.$#-]{1,64}\/(?<secret>[^\s@"'`]{1,256})@/dgi,
    why: "Oracle's JDBC: jdbc:oracle:thin:user/password@host",
    sign: /racle:/i,
  },
  {
    pattern:
      /(?<![\w.-])(?:sqlplus|sqlldr|expdp|impdp)\s{1,4}(?:-\w{1,8}\s{1,4}){0,3}[\w$#]{1,64}\/(?<secret>[^\s@"'`]{1,256})/dg,
    why: "Oracle's tools: sqlplus user/password@name",
    sign: /sqlplus|sqlldr|expdp|impdp/i,
  },
  {
    pattern:
      /(?<![\w-])machine\s{1,4}\S{1,253}\s{1,4}login\s{1,4}\S{1,64}\s{1,4}password\s{1,4}(?<secret>\S{1,256})/dg,
    why: ".netrc",
    sign: /machine/i,
  },
  {
    pattern:
      /(?<![\w.:*/-])(?:[\w-]{1,63}\.[\w.-]{1,190}|localhost|\*):(?:[56]\d{3}|\*):[^:\s\d][^:\s]{0,63}:[^:\s]{1,64}:(?<secret>[^\s"'`]{1,256})/dg,
    why: ".pgpass: host:port:database:user:password",
    sign: /:(?:[56]\d{3}|\*):/i,
  },
  {
    pattern:
      /(?<![\w.-])(?:user(?:name)?=[^\s,;&]{1,64}[\s,;&]{1,4}(?:-X ?)?|-X ?|--?)pass[= ](?<secret>[^\s,;&"'`-][^\s,;&"'`]{0,255})/dg,
    why: "pass beside a user, or as an option; alone it is a pass of a compiler",
    sign: /pass=|-pass /i,
  },
  {
    pattern:
      /(?<![\w.-])pass\\{0,3}["'`]?\s{0,4}(?:=>|[:=])\s{0,4}\\{0,3}["'`](?<secret>[^"'`\\\n]{1,256})/dg,
    why: "pass with a quoted value",
    sign: /pass/i,
  },
  {
    pattern: /(?<![\w.-])(?:requirepass|masterauth|primaryauth)[ \t]{1,4}(?<secret>[^\s"'`]{1,256})/dgi,
    why: "Redis' configuration",
    sign: /requirepass|masterauth|primaryauth/i,
  },
  {
    pattern: /(?<![\w.-])AUTH\\{0,3}["'`]?[\s,]{1,4}\\{0,3}["'`]?(?<secret>[^\s"'`,\\]{1,256})/dg,
    why: "Redis: AUTH password",
    sign: /auth/i,
    onlyRandom: true,
  },
  {
    pattern:
      /(?<![\w.-])AUTH\\{0,3}["'`]?[\s,]{1,4}\\{0,3}["'`]?[\w.@-]{1,64}\\{0,3}["'`]?[\s,]{1,4}\\{0,3}["'`]?(?<secret>[^\s"'`,\\]{1,256})/dg,
    why: "Redis: AUTH user password",
    sign: /auth/i,
    onlyRandom: true,
  },
  {
    pattern:
      /(?<![\w.-])(?:setenv|config(?:ure)? set|set(?: -[a-zA-Z]{1,4}){1,3})[ \t]{1,4}(?<name>[\w.-]{1,128})[ \t]{1,4}(?<secret>[^\s"'`]{1,4096})/dgi,
    why: "what sets a variable without a sign between",
    sign: /setenv|config(?:ure)? set|set -/i,
  },
  {
    pattern:
      /["'`]Bearer[ \t]{1,4}(?!(?:auth\w*|error|null|prefix|realm|scheme|tokens?|undefined)\\{0,3}["'`])(?<secret>[^\s"'`\\]{4,4096})\\{0,3}["'`]/dg,
    why: 'a header as programs print it: ("authorization", "Bearer …")',
    sign: /bearer/i,
  },
];

export const LOGIN_SIGN_SOURCES = LOGINS.map(({ sign }) => sign.source);

/** Passwords in the forms of clients and tools that have a form of their own for a login. */
export function findLogins(text: string): Span[] {
  return LOGINS.filter(({ sign }) => sign.test(text)).flatMap(({ pattern, onlyRandom }) =>
    [...text.matchAll(pattern)].flatMap(({ indices, groups }) => {
      const [start, end] = indices?.groups?.secret ?? [0, 0];
      const secret = text.slice(start, end);
      if (groups?.name !== undefined && !isSecretKey(groups.name)) return [];
      if (isNoSecret(secret) || (onlyRandom === true && !looksSecret(secret))) return [];
      return [{ start, end }];
    }),
  );
}
