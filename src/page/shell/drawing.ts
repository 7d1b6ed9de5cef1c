import type { PictureArguments, PictureName, PictureOf } from "../../answers/pictures.ts";
import type { Door } from "../door/door.ts";

/** What a picture is drawn with. */
export interface Surroundings {
  /** By which its facts were had. */
  readonly args: PictureArguments;
  readonly door: Door;
  /** Shows another picture in place of this one. */
  readonly open: (args: PictureArguments) => void;
  /** Aborted when the picture is no longer shown. */
  readonly signal: AbortSignal;
}

export interface Drawing {
  /** What the picture says, in a sentence. */
  readonly title: string;
  /** What all of it comes to. */
  readonly whole?: string;
  readonly element: HTMLElement;
  /** The same as rows. */
  readonly table: HTMLElement;
  /** Called when `element` stands in the page and has its size. */
  readonly placed?: () => void;
}

export type Draw<Name extends PictureName = PictureName> = (
  facts: PictureOf<Name>,
  surroundings: Surroundings,
) => Drawing;
