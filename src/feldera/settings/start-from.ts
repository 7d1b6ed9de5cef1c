import * as z from "zod";

/** Where an input of Kafka begins to read its topic; at its end where that is not set. */
export const START_FROM = { name: "start_from", end: "latest", beginning: "earliest" } as const;

const Config = z.looseObject({ [START_FROM.name]: z.unknown() });

/** Whether an input reads only what comes after its start, and nothing that its source holds by then. */
export function beginsAtEnd(transport: string | undefined, config: unknown): boolean {
  if (transport !== "kafka_input") return false;
  const from = Config.safeParse(config).data?.[START_FROM.name];
  return config !== undefined && (from === undefined || from === null || from === START_FROM.end);
}
