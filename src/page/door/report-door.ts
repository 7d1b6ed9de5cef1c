import { type Picture, type PictureArguments, ReportFacts } from "../../answers/pictures.ts";
import type { Door } from "./door.ts";

/** The facts that stand in the page, if it is a report. */
export function embeddedReport(): ReportFacts | undefined {
  const text = document.getElementById("report")?.textContent?.trim() ?? "";
  return text === "" ? undefined : ReportFacts.parse(JSON.parse(text));
}

/** Of a report only what was written into it can be had. */
export function reportDoor({ parts }: ReportFacts): Door {
  const pictures = parts.flatMap((part) => part.pictures);
  const find = (args: PictureArguments) => pictures.find((picture) => tells(picture, args));
  return {
    has: (args) => find(args) !== undefined,
    read: async (args) => {
      const found = find(args);
      if (found === undefined) throw new Error("The report does not hold this.");
      return found;
    },
  };
}

function tells(picture: Picture, args: PictureArguments): boolean {
  if (picture.picture !== args.picture) return false;
  if (picture.picture !== "flame") return true;
  const { operator, thread, search, root } = args;
  return (
    picture.profile === args.profile &&
    picture.direction === (args.direction ?? "callees") &&
    picture.operator === operator &&
    picture.thread === thread &&
    search === undefined &&
    root === undefined
  );
}
