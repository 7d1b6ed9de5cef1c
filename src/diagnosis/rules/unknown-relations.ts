import * as z from "zod";
import { isFailedRequest } from "../../analysis/logs/failed-request.ts";
import { nearestName } from "../../analysis/nearest-name.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";

/** "Input endpoint 'trip.api-ingress-5aed' specifies unknown table 'trip'", as an answer to a request. */
const UNKNOWN = /\bspecifies unknown (?:table|output table or view) '([^']+)'/;
const INGRESS = /\bInput endpoint '/;

const Unknown = z.object({
  name: z.string(),
  is_ingress: z.boolean(),
  /** Of the program's own, what is nearest to it. */
  nearest: z.string().optional(),
});

type Unknown = z.infer<typeof Unknown>;

/** Who sends rows to a table, or reads a view, by a name that there is not, gets an error, and the log alone has it. */
const unknownRelation = defineRule({
  id: "runtime/unknown-relation",
  severity: "warning",
  parts: ["log"],
  looksFor: words`rows that are sent by HTTP to a table, or asked for of a view, that there is not`,
  about: z.object({
    relations: z.array(Unknown),
    loses_rows: z.literal(true).optional(),
  }),
  find(evidence) {
    const relations = unknownIn(evidence);
    if (relations.length === 0) return [];
    const isSent = relations.some(({ is_ingress }) => is_ingress);
    return [
      {
        about: { relations, ...(isSent && { loses_rows: true as const }) },
        ...(isSent && { explains: ["view/starved"] }),
        // A log may hold one and the same line of many requests.
        signs: relations.map(({ name }) => ({
          part: "log" as const,
          field: "a request was refused for",
          value: { text: name },
        })),
      },
    ];
  },
  what: ({ relations }) => joined(relations.map(refusedWords), words`; `),
  cause: () =>
    words`Whoever sent them was answered with an error. Correct the name in the address of that request; one in mixed case stands there in quotes`,
  next: () => [],
});

function unknownIn({ log, pipeline }: Evidence): Unknown[] {
  const found = new Map<string, Unknown>();
  for (const { message, level } of log?.records ?? []) {
    const name = UNKNOWN.exec(message)?.[1];
    if (name === undefined || level !== "error" || !isFailedRequest(message)) continue;
    const is_ingress = INGRESS.test(message);
    const known = pipeline === undefined ? [] : is_ingress ? pipeline.tables : pipeline.views;
    const nearest = nearestName(name, known);
    found.set(JSON.stringify([name, is_ingress]), {
      name,
      is_ingress,
      ...(nearest !== undefined && { nearest }),
    });
  }
  return [...found.values()];
}

/** "what was sent to table trip by HTTP was refused: there is none (trips is near)". */
function refusedWords({ name, is_ingress, nearest }: Unknown): Words {
  const asked = is_ingress
    ? words`what was sent to table ${name} by HTTP`
    : words`who asked for view ${name} by HTTP`;
  return words`${asked} was refused: there is none${nearest && words` (${nearest} is near)`}`;
}

export const UNKNOWN_RELATION_RULES = [unknownRelation];
