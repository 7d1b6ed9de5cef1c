import { PICTURE_KEY, type PictureCall } from "../../answers/pictures.ts";
import { PAGE } from "./capability.ts";
import { PICTURED, PICTURES_URI } from "./names.ts";

/** Hosts of before the extension was settled look for the second key. */
const SHOWN = { ui: { resourceUri: PICTURES_URI }, "ui/resourceUri": PICTURES_URI };
const FOR_THE_PAGE_ALONE = { ui: { visibility: ["app"] } };

/** It needs no network, and nothing of others: not every host sees what stands in the listing alone. */
const PAGE_META = { ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: true } };

/** The tools as a client lists them that shows pages. @param ofPage what its page calls, where anything can be looked at */
export function toolsWithPictures<Listed extends { readonly name: string }>(
  tools: readonly Listed[],
  ofPage: Listed | undefined,
): (Listed & { readonly _meta?: Record<string, unknown> })[] {
  const listed = tools.map((tool) => (PICTURED.includes(tool.name) ? { ...tool, _meta: SHOWN } : tool));
  return ofPage === undefined ? listed : [...listed, { ...ofPage, _meta: FOR_THE_PAGE_ALONE }];
}

/** The `_meta` of a result that can be looked at. */
export function pictureMeta(picture: PictureCall): Record<string, unknown> {
  return { [PICTURE_KEY]: picture };
}

/** The page as a resource is listed. */
export const LISTED_PAGE = {
  uri: PICTURES_URI,
  name: "pictures",
  title: "Pictures",
  description:
    "Flame graphs, the program with its costs, events, figures over time and the dataflow of a pipeline.",
  mimeType: PAGE,
  _meta: PAGE_META,
};

/** What reading it gives. */
export function pageContents(text: string) {
  return { contents: [{ uri: PICTURES_URI, mimeType: PAGE, text, _meta: PAGE_META }] };
}
