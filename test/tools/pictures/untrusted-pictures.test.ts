import { describe, expect, test } from "vitest";
import { PICTURES } from "../../../src/answers/pictures.ts";
import { forbiddenIn, stringsOf } from "../../untrusted/support.ts";
import { picturedWorld } from "./pictured-world.ts";

const PLANTED = /hunter2-SECRET-\d+|AKIAhunter2SECRET\d+/g;
const ASKED = PICTURES.map((picture) =>
  picture === "flame" ? ({ picture, profile: "heap" } as const) : { picture },
);

describe.each(ASKED)("%j", (asked) => {
  test("holds no secret of a program full of them, save a login in a comment that only a reader knows for one", async () => {
    const { picture } = await picturedWorld("secrets");
    const found = stringsOf(await picture(asked)).flatMap((each) => each.match(PLANTED) ?? []);
    expect(found).toEqual(asked.picture === "program" ? ["hunter2-SECRET-1"] : []);
  });

  test.each(["injection", "quoted_names"])("holds nothing unseen of %s", async (world) => {
    const { answer } = await picturedWorld(world);
    const { structured, text } = await answer(asked);
    expect(stringsOf(structured).filter((each) => forbiddenIn(each).length > 0)).toEqual([]);
    expect(forbiddenIn(text)).toEqual([]);
  });
});
