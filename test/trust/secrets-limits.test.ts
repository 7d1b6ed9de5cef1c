import { describe, expect, test } from "vitest";
import { createCleaner } from "../../src/untrusted/cleaner.ts";

const clean = (text: string) => createCleaner().text(text);

/** Each stands in SECURITY.md under "Known limits of redaction"; one that is fixed goes there and here. */
describe("what redaction does not find, as SECURITY.md says,", () => {
  test("is a secret with no name, URL or form of its own", () => {
    expect(clean("old db login: sync / hunter2x9")).toContain("hunter2x9");
  });

  test("is a password in prose that is made of letters alone", () => {
    expect(clean("the password is correcthorse")).toContain("correcthorse");
    expect(clean("the password is correcthorse9")).toBe("the password is [redacted]");
  });

  test("is a word where a user's name may stand alone", () => {
    expect(clean("GET https://letmein@host.example/x")).toContain("letmein");
    expect(clean("GET https://let9me7in@host.example/x")).toBe("GET https://[redacted]@host.example/x");
    expect(clean("AUTH letmein")).toBe("AUTH letmein");
    expect(clean("AUTH let9me7in")).toBe("AUTH [redacted]");
  });

  test.each([",", ";", "&"])("is the rest of an unquoted value after %sname=", (sign) => {
    expect(clean(`a password=x7Q${sign}user=y9 here`)).toBe(`a password=[redacted]${sign}user=y9 here`);
    expect(clean(`a password=x7Q${sign}y9 here`)).toBe("a password=[redacted] here");
  });

  test("is a secret that was learned, in another encoding", () => {
    const cleaner = createCleaner();
    cleaner.learn({ password: "x7Qv91Lm" });
    expect(cleaner.text("x7Qv91Lm, x7Qv%391Lm")).toBe("[redacted], [redacted]");
    const base64 = Buffer.from("x7Qv91Lm").toString("base64");
    expect(cleaner.text(`it was ${base64} once`)).toContain(base64);
  });

  test("is a password that looks like a word, where nothing says that it is one", () => {
    const cleaner = createCleaner();
    cleaner.learn({ password: "postgres" });
    expect(cleaner.text("password=postgres at postgres")).toBe("password=[redacted] at postgres");
  });
});
