import type { Picture, PictureArguments } from "../../answers/pictures.ts";

/** Where the facts of pictures come from: a host that asks the server, or the report that the page is. */
export interface Door {
  /** Whether facts can be had by these arguments; what cannot is not offered. */
  readonly has: (args: PictureArguments) => boolean;
  /** @throws Error with a sentence that can be shown */
  readonly read: (args: PictureArguments) => Promise<Picture>;
}
