import type { PictureName } from "../answers/pictures.ts";
import type { Cleaned } from "../untrusted/cleaner.ts";
import type { Page } from "./page/page.ts";
import { words } from "./page/words.ts";

/** For whoever reads what only the page of pictures is meant to read. */
export function renderPicture({ facts }: Cleaned<{ readonly picture: PictureName }>, page: Page): void {
  page.line(
    words`The facts of the picture ${facts.picture} are in structuredContent, for the page that draws it.`,
  );
}
