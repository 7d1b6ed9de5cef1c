import { describe, expect, test } from "vitest";
import { createCleaner } from "../../src/untrusted/cleaner.ts";

const clean = (text: string) => createCleaner().text(text);
const S = "hunter2-SECRET-9";

describe("a value with its name before it", () => {
  test.each([
    [
      "SQL",
      `WITH ('sasl.password' = '${S}', 'topic' = 't')`,
      "WITH ('sasl.password' = '[redacted]', 'topic' = 't')",
    ],
    ["SQL, quotes doubled within", "PASSWORD 'it''s hunter2', x = 'y'", "PASSWORD '[redacted]', x = 'y'"],
    [
      "SQL in SQL",
      `EXECUTE 'SET ''password'' = ''${S}''; x'`,
      "EXECUTE 'SET ''password'' = ''[redacted]''; x'",
    ],
    ["SQL, a string with escapes", `password = E'${S}'`, "password = E'[redacted]'"],
    ["SQL, a user's", `CREATE USER u IDENTIFIED BY '${S}'`, "CREATE USER u IDENTIFIED BY '[redacted]'"],
    [
      "SQL, a user's by plugin",
      `IDENTIFIED WITH caching_sha2_password BY '${S}'`,
      "IDENTIFIED WITH caching_sha2_password BY '[redacted]'",
    ],
    [
      "SQL, a role's",
      `ALTER ROLE r WITH ENCRYPTED PASSWORD '${S}'`,
      "ALTER ROLE r WITH ENCRYPTED PASSWORD '[redacted]'",
    ],
    ["SQL over two lines", `'password'\n = '${S}'`, "'password'\n = '[redacted]'"],
    ["SQL, compared", `WHERE token <> '${S}'`, "WHERE token <> '[redacted]'"],
    ["JSON", `{"password":"${S}","a":1}`, '{"password":"[redacted]","a":1}'],
    ["JSON with an escaped quote", '{"password":"ab\\"cd","a":"b"}', '{"password":"[redacted]","a":"b"}'],
    ["JSON with an escaped backslash", '{"password":"ab\\\\","a":"b"}', '{"password":"[redacted]","a":"b"}'],
    [
      "Rust, a constant",
      `const API_KEY: &'static str = "${S}";`,
      `const API_KEY: &'static str = "[redacted]";`,
    ],
    [
      "Rust, an option",
      `let token: Option<String> = Some("${S}".to_string());`,
      'let token: Option<String> = Some("[redacted]".to_string());',
    ],
    ["Python and TypeScript", `password: str = '${S}'`, "password: str = '[redacted]'"],
    [
      "JSON, a list",
      `{"api_keys": ["${S}", "x-${S}"], "a": "b"}`,
      '{"api_keys": ["[redacted]", "[redacted]"], "a": "b"}',
    ],
    [
      "JSON in a string",
      `"{\\"password\\": \\"${S}\\", \\"a\\": 1}"`,
      '"{\\"password\\": \\"[redacted]\\", \\"a\\": 1}"',
    ],
    [
      "JSON in JSON in a string",
      `\\\\\\"token\\\\\\":\\\\\\"${S}\\\\\\",`,
      '\\\\\\"token\\\\\\":\\\\\\"[redacted]\\\\\\",',
    ],
    [
      "JSON, a named value",
      `{"name": "DB_PASSWORD",\n "value": "${S}"}`,
      '{"name": "DB_PASSWORD",\n "value": "[redacted]"}',
    ],
    ["TOML", `token = "${S}" # of ours`, 'token = "[redacted]" # of ours'],
    ["TOML, many lines", `token = """\n${S}\nand more\n"""\nx = 1`, 'token = """[redacted]\n\n\n"""\nx = 1'],
    ["properties", `sasl.password=${S}\nuser=bob`, "sasl.password=[redacted]\nuser=bob"],
    [
      "properties with signs in the value",
      "a=b\npassword=a,bc=d;e&f=g)h<i9\nuser=bob",
      "a=b\npassword=[redacted]\nuser=bob",
    ],
    ["with signs in the value, among others", "x password=a,b;c)d<e>9 y=z", "x password=[redacted] y=z"],
    [
      "Rust over many lines",
      "{\n    token: None,\n    password: a1b2c3,\n}",
      "{\n    token: None,\n    password: [redacted],\n}",
    ],
    ["the environment", `export DB_PASSWORD=${S}; run`, "export DB_PASSWORD=[redacted]; run"],
    ["YAML", `password: ${S}\nuser: bob`, "password: [redacted]\nuser: bob"],
    ["an escaped line", `a=b\\npassword=${S}\\nuser=bob`, "a=b\\npassword=[redacted]\\nuser=bob"],
    ["an escaped line before a short name", `a\\njwt=${S} b`, "a\\njwt=[redacted] b"],
    ["libpq", `host=db password=${S} dbname=x`, "host=db password=[redacted] dbname=x"],
    ["a command line", `run --password ${S} --user bob`, "run --password [redacted] --user bob"],
    ["a command line with a sign", `run --token=${S} -v`, "run --token=[redacted] -v"],
    ["arguments", `["--password", "${S}", "-v"]`, '["--password", "[redacted]", "-v"]'],
    [
      "Rust",
      `Config { password: Some("${S}"), user: None }`,
      'Config { password: Some("[redacted]"), user: None }',
    ],
    ["Ruby", `:password => '${S}'`, ":password => '[redacted]'"],
    ["a map printed", `{user=bob, password=${S}, x=1}`, "{user=bob, password=[redacted], x=1}"],
    [
      "JAAS",
      `x.ScramLoginModule required username="bob" password="${S}";`,
      'x.ScramLoginModule required username="bob" password="[redacted]";',
    ],
    [
      "Azure",
      `AccountName=a;AccountKey=${S}+/abc==;EndpointSuffix=x`,
      "AccountName=a;AccountKey=[redacted];EndpointSuffix=x",
    ],
    ["a header", `Authorization: Bearer ${S}`, "Authorization: Bearer [redacted]"],
    [
      "a header with more after it",
      `Authorization: Bearer ${S}, status=401`,
      "Authorization: Bearer [redacted], status=401",
    ],
    [
      "a header in a command",
      `curl -H "Authorization: Basic ${S}" http://h/`,
      'curl -H "Authorization: Basic [redacted]" http://h/',
    ],
    [
      "a header with parameters",
      `authorization: AWS4-HMAC-SHA256 Credential=A/b, Signature=${S}`,
      "authorization: AWS4-HMAC-SHA256 [redacted]",
    ],
    ["cookies", `Cookie: a=b; session=${S}\nHost: h`, "Cookie: [redacted]\nHost: h"],
    ["a description", `Partner sync, password ${S}`, "Partner sync, password [redacted]"],
    ["a sentence", `The new password is now ${S}. Keep it.`, "The new password is now [redacted]. Keep it."],
    ["a sentence about a token", `with bearer ${S}abc and no more`, "with bearer [redacted] and no more"],
    ["two words", `API key: ${S}`, "API key: [redacted]"],
    ["a name in front of it", `2 days left, kafka secret=${S}`, "2 days left, kafka secret=[redacted]"],
    [
      "a text cut in the middle",
      `{"password": "hunter2-SEC ... [9 bytes elided]\nnext`,
      '{"password": "[redacted]\nnext',
    ],
  ])("%s", (_, text, redacted) => {
    expect(clean(text)).toBe(redacted);
  });

  test("over several lines keeps their number", () => {
    expect(clean("password = 'one\ntwo\nthree'\nSELECT 1")).toBe("password = '[redacted]\n\n'\nSELECT 1");
  });

  test("that is not closed ends with its line, and after 4096 characters a quote closes nothing", () => {
    expect(clean(`password: 'tis\n${"all is well\n".repeat(400)}isn't it`)).toBe(
      `password: '[redacted]\n${"all is well\n".repeat(400)}isn't it`,
    );
  });
});

describe("a value that gives nothing away stays", () => {
  test.each([
    `"password": "\${secret:kubernetes:kafka/password}"`,
    `password=\${secret:kubernetes:kafka/password} user=x`,
    `"token": "\${env:TOKEN}"`,
    `http://bob:\${secret:kubernetes:db/password}@host/`,
    '"password": "", "token": null, "secret": true, "api_key": 5',
    "'password' = '', x = 1",
    '"password": [], "credentials": {}',
    "password=\nuser=bob",
    "WHERE password = ? AND token = $1",
    '"token": "/var/run/secrets/token"',
    "token: [redacted]",
  ])("%s", (text) => {
    expect(clean(text)).toBe(text);
  });

  test("but what stands beside a reference goes", () => {
    expect(clean(`password='ab\${secret:kubernetes:a/b}cd'`)).toBe(
      `password='[redacted]\${secret:kubernetes:a/b}[redacted]'`,
    );
  });
});

describe("what only looks like a secret stays", () => {
  test.each([
    "CREATE TABLE users (id BIGINT PRIMARY KEY, password VARCHAR(100) NOT NULL, token CHAR(36), secret TEXT)",
    "SELECT token, password FROM users u JOIN sessions s ON u.token = s.token WHERE s_nationkey = n_nationkey",
    "SELECT token = lower(t) FROM t",
    "pub fn login(password: Option<SqlString>, token: &str) -> SqlString",
    "FATAL: password authentication failed for user postgres",
    "Invalid parameter: invalid completion token: completion token is not a valid base64 string",
    "error: unexpected token: expected one of these",
    "unexpected token 'orders' at line 3",
    'Encountered "token" at line 1, column 5.',
    "missing field `password` at line 1 column 20",
    "error: --password is required",
    "at src/token.rs:12:5",
    "struct Login {\n    token: Option<String>,\n    password: VARCHAR(20),\n}",
    "core::token::parse and proc_macro::token: done",
    "token expires 2026-11-21T09:00:00Z, secret version v0.337.0, token SHA-256, token 0x7f12ab34",
    "max_tokens=4096 token_count: 123456 secrets_dir=/run/abc1 primary_key=customer_id1 key=offers.json",
    '"key": "offers.json", "region": "eu-west-1", "name": "offers", "foreign_keys": ["a1b2c3d4"]',
    '"reason": "bad token", "value": "orders1"',
    "http://host:8080/a@b1 and s3://bucket/key1 and mail bob@example.com",
    "git@github.com:feldera/feldera.git",
    "http://host:8080",
    "(asked at http://127.0.0.1:8080).",
    "is it up at http://feldera:8080?",
    "http://host:port",
    "https://host:{port}",
    "see http://[::1]:8080 or http://host:abc/path",
    "C:/a:b@c and http:/host:8080/a@b1 and file:/a/b:c1@d",
    "http://bob@host/path?page=2&keys=1&sort_key=a1b2c3",
    "ASIAPACIFICREGION sk-learn-is-a-package-of-python eyJust.a.word",
    "the secret of orders_2 is kept by token orders_v2",
    "password of the day",
    "a bearer authentication-required error",
  ])("%s", (text) => {
    expect(clean(text)).toBe(text);
  });
});

describe("in a URL", () => {
  test.each([
    ["a password", `http://sync:${S}@h:1/x`, "http://sync:[redacted]@h:1/x"],
    ["a password of digits", "redis://bob:123456@h", "redis://bob:[redacted]@h"],
    ["a password without a user", `redis://:${S}@h/0`, "redis://:[redacted]@h/0"],
    ["a password with signs", "postgres://u:a:b@c@h/db", "postgres://u:[redacted]@h/db"],
    [
      "a password, and a host in a parameter",
      "postgres://u:a1b2@db.net:5432/shop?application_name=etl@host1",
      "postgres://u:[redacted]@db.net:5432/shop?application_name=etl@host1",
    ],
    [
      "a password, and a host behind the database's name",
      "postgres://u:a1b2@db.net:5432/shop@replica",
      "postgres://u:[redacted]@db.net:5432/shop@replica",
    ],
    [
      "a password with an @ and a slash",
      "postgres://u:a@b1/c2@h:5432/db x",
      "postgres://u:[redacted]@h:5432/db x",
    ],
    [
      "a path with an @, of the web",
      "https://u:a1b2@h/@scope/c@d.json x",
      "https://u:[redacted]@h/@scope/c@d.json x",
    ],
    [
      "a password with signs that should be encoded",
      "postgres://u:a/b?c#d1@h/db x",
      "postgres://u:[redacted]@h/db x",
    ],
    ["a password, taken for a path", `http:/sync:${S}@h:1/x`, "http:/sync:[redacted]@h:1/x"],
    ["an encoded password", "http://u:a%40b%2Fc@h/", "http://u:[redacted]@h/"],
    [
      "a password in escaped JSON",
      `\\"url\\":\\"http:\\/\\/u:${S}@h\\"`,
      '\\"url\\":\\"http:\\/\\/u:[redacted]@h\\"',
    ],
    ["a token for a user", "https://a1b2c3d4e5f6a1b2c3d4e5f6@sentry.io/1", "https://[redacted]@sentry.io/1"],
    ["parameters", `x://h/p?token=${S}&a=1&sig=${S}b#f`, "x://h/p?token=[redacted]&a=1&sig=[redacted]"],
    [
      "parameters that are words elsewhere",
      `?key=${S}&signature=b${S}&keys=1`,
      "?key=[redacted]&signature=[redacted]&keys=1",
    ],
    [
      "a signed link",
      `?X-Amz-Credential=AB%2Fs3&X-Amz-Date=2026&X-Amz-Signature=${S}`,
      "?X-Amz-Credential=[redacted]&X-Amz-Date=2026&X-Amz-Signature=[redacted]",
    ],
    ["a password that was cut", "cannot reach http://sync:p1q2r", "cannot reach http://sync:[redacted]"],
    [
      "a password before an ellipsis",
      "postgres://u:p1q2r… (+9 characters)",
      "postgres://u:[redacted]… (+9 characters)",
    ],
    [
      "JDBC",
      `jdbc:postgresql://h/db?user=u&password=${S}`,
      "jdbc:postgresql://h/db?user=u&password=[redacted]",
    ],
  ])("%s", (_, text, redacted) => {
    expect(clean(text)).toBe(redacted);
  });
});

describe("known by its form", () => {
  test.each([
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    "AKIAhunter2SECRET6",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "gho_16C7e42F292c6912E7710c838347Ae178B4a",
    "github_pat_11ABCDEFG0_abcdefghijklmnop",
    "glpat-a1b2c3d4e5f6g7h8i9j0",
    "xoxb-123456789012-abcdefghij",
    "sk-proj-a1b2c3d4e5f6g7h8i9j0",
    "sk_live_a1b2c3d4e5f6g7h8",
    "AIzaSyA1234567890abcdefghijklmnopqrstuv",
    "ya29.a0AfH6SMBabcdefghijkl",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
    "dapi0123456789abcdef0123456789abcdef",
  ])("%s", (token) => {
    expect(clean(`found ${token}, "x\\n${token}"`)).toBe('found [redacted], "x\\n[redacted]"');
  });

  test("the key of Feldera, by its prefix", () => {
    expect(clean("with apikey:0aKFj50iE9x1Qf2 in it")).toBe("with apikey:[redacted] in it");
  });
});

describe("PEM blocks", () => {
  const BEGIN = "-----BEGIN RSA PRIVATE KEY-----";
  const END = "-----END RSA PRIVATE KEY-----";

  test("keep their first and last line and the number of lines", () => {
    expect(clean(`a\n${BEGIN}\nMIIEow\nIBAAKC\n${END}\nb`)).toBe(`a\n${BEGIN}\n[redacted]\n\n${END}\nb`);
  });

  test("within a string", () => {
    expect(clean(`x = "${BEGIN}\\nMIIEow\\nIBAAKC\\n${END}\\n"`)).toBe(`x = "${BEGIN}[redacted]${END}\\n"`);
  });

  test("that are not closed end where base64 ends", () => {
    expect(clean(`${BEGIN}\nMIIEow\nIBAAKC`)).toBe(`${BEGIN}\n[redacted]\n`);
    expect(clean(`"${BEGIN}\\nMIIEow", "a": 1`)).toBe(`"${BEGIN}[redacted]", "a": 1`);
  });

  test("hide no log between one's start and another's end", () => {
    const log = "[manager] out of memory: all is lost\n".repeat(1000);
    expect(clean(`${BEGIN}\nMIIEow==\n${log}${END}\n`)).toContain(log);
  });
});
