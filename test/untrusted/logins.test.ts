import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCleaner } from "../../src/untrusted/cleaner.ts";
import { FORMS, SIGN, secretOf, TWINS } from "../trust/corpus/secrets.ts";

const clean = (text: string) => createCleaner().text(text);

describe("of a login only the password goes", () => {
  test.each([
    ["nats://S3cret@nats.example.com:4222", "nats://[redacted]@nats.example.com:4222"],
    ["nats://letmein@a:4222,letmein@b:4222", "nats://[redacted]@a:4222,[redacted]@b:4222"],
    ["nats://a:one1@a:4222,b:two2@b:4222", "nats://a:[redacted]@a:4222,b:[redacted]@b:4222"],
    ["https://a1b2c3d4e5f6@sentry.io/1", "https://[redacted]@sentry.io/1"],
    ["curl -u bob:letmein https://h", "curl -u bob:[redacted] https://h"],
    ["curl --user 'bob:letmein' https://h", "curl --user 'bob:[redacted]' https://h"],
    ['["curl","-u","bob:letmein","x"]', '["curl","-u","bob:[redacted]","x"]'],
    ["mysql -u root -pletmein -h db offers", "mysql -u root -p[redacted] -h db offers"],
    ["mysql -u root -p'let me in' offers", "mysql -u root -p'[redacted]' offers"],
    ["load -u root -pletmein", "load -u root -p[redacted]"],
    ["load -pletmein -u root", "load -p[redacted] -u root"],
    ["load -h db -pS3cretWord", "load -h db -p[redacted]"],
    ["redis-cli -p 6379 -a letmein PING", "redis-cli -p 6379 -a [redacted] PING"],
    ["smbclient //h/x -U bob%letmein", "smbclient //h/x -U bob%[redacted]"],
    ["sqlplus scott/tiger@db", "sqlplus scott/[redacted]@db"],
    ["password: |\n  one\n  two\nuser: bob", "password: [redacted]\n\n\nuser: bob"],
    ["<a:password x='y'>letmein</a:password>", "<a:password x='y'>[redacted]</a:password>"],
    ["sasl.password letmein\nuser bob", "sasl.password [redacted]\nuser bob"],
    ["user=bob pass=letmein x=y", "user=bob pass=[redacted] x=y"],
  ])("%s", (text, redacted) => {
    expect(clean(text)).toBe(redacted);
  });
});

test("a list of arguments is read as the command line that it is", () => {
  const { facts } = createCleaner();
  const command = {
    args: ["mysql", "-uroot", "-pS3cret-x9", "-h", "db"],
    more: ["curl", "-u", "bob:S3cret-y9"],
  };
  expect(facts(command).facts).toEqual({
    args: ["mysql", "-uroot", "-p[redacted]", "-h", "db"],
    more: ["curl", "-u", "bob:[redacted]"],
  });
  expect(facts({ args: ["psql", "-U", "sync", "-p", "5432"] }).facts).toEqual({
    args: ["psql", "-U", "sync", "-p", "5432"],
  });
});

test.each(Object.entries(FORMS))("a secret known by its form is removed, whatever it is: %s", (_, form) => {
  fc.assert(
    fc.property(fc.nat(), fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/), (number, more) => {
      expect(clean(form(`${secretOf(number)}${more}`))).not.toContain(SIGN);
    }),
    { numRuns: 50 },
  );
});

test.each(TWINS)("what only looks like one stays: %s", (twin) => {
  expect(clean(twin)).toBe(twin);
});
