import { onTestFinished } from "vitest";
import type * as z from "zod";
import {
  Picture,
  type PictureArguments,
  type PictureName,
  type PictureOf,
} from "../../../src/answers/pictures.ts";
import type { Answer } from "../../../src/mcp/tool-call.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { replayWorld } from "../../support/replay-world.ts";

type Asked<Name extends PictureName> = Omit<PictureArguments, "pipeline_name" | "picture"> & {
  picture: Name;
};

export interface PicturedWorld {
  readonly feldera: LoopbackFeldera;
  readonly at: string;
  /** What a page is answered. */
  readonly answer: (asked: Asked<PictureName>) => Promise<Answer>;
  readonly picture: <Name extends PictureName>(asked: Asked<Name>) => Promise<PictureOf<Name>>;
  /** The facts of another tool; figures have six digits. */
  readonly facts: <Facts extends z.ZodType>(
    tool: string,
    shape: Facts,
    args?: Readonly<Record<string, unknown>>,
  ) => Promise<z.output<Facts>>;
}

/** A recorded Feldera, with what a page of pictures and an assistant are answered of its pipeline. */
export async function picturedWorld(
  world: string,
  prepare: (feldera: LoopbackFeldera) => string = (feldera) => replayWorld(feldera, world),
): Promise<PicturedWorld> {
  const feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
  const pipeline_name = prepare(feldera);
  const limits = { answerTokens: 200_000 };
  const registry = registryOver({ source: { url: feldera.url }, structured: true, limits });
  const answer = (asked: Asked<PictureName>) =>
    registry.call("read_picture", { ...asked, pipeline_name }, { showsPictures: true });
  return {
    feldera,
    at: `/v0/pipelines/${pipeline_name}`,
    answer,
    async picture(asked) {
      const { structured, text } = await answer(asked);
      const { data } = Picture.safeParse(structured);
      if (data === undefined || !isOf(data, asked.picture)) throw new Error(text);
      return data;
    },
    async facts(tool, shape, args = {}) {
      const { structured, text } = await registry.call(tool, { pipeline_name, ...args });
      if (structured === undefined) throw new Error(text);
      return shape.parse(structured);
    },
  };
}

function isOf<Name extends PictureName>(picture: Picture, name: Name): picture is PictureOf<Name> {
  return picture.picture === name;
}

export function sumOf(column: readonly (number | null)[] = []): number {
  return column.reduce<number>((sum, each) => sum + (each ?? 0), 0);
}
