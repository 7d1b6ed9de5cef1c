import * as z from "zod";

const Profile = z.looseObject({
  metrics: z.array(z.unknown()),
  worker_profiles: z.array(z.object({ metadata: z.record(z.string(), z.unknown()) })),
});

/**
 * A circuit profile of about `bytes` bytes, in pieces: the operators of a recorded one over and over, with the same
 * metrics, each feeding the next.
 */
export function* generatedCircuitProfile(recorded: string, bytes: number): Generator<Buffer> {
  const { metrics, worker_profiles } = Profile.parse(JSON.parse(recorded));
  const workers = worker_profiles.map(({ metadata }) =>
    Object.values(metadata).map((node) => JSON.stringify(node)),
  );
  const templates = workers[0]?.length ?? 0;
  const copyBytes = workers.flat().reduce((sum, node) => sum + node.length, 0);
  const nodes = Math.ceil((bytes / copyBytes) * templates);
  const list = function* (before: string, after: string, item: (index: number) => string): Generator<Buffer> {
    let piece = before;
    for (let index = 0; index < nodes; index++) {
      piece += (index === 0 ? "" : ",") + item(index);
      if (piece.length < PIECE_CHARS) continue;
      yield Buffer.from(piece);
      piece = "";
    }
    yield Buffer.from(piece + after);
  };
  yield Buffer.from(`{"metrics":${JSON.stringify(metrics)},"worker_profiles":[`);
  for (const [worker, metadata] of workers.entries()) {
    yield* list(`${worker === 0 ? "" : ","}{"metadata":{`, "}}", (index) => {
      return `"nn${index}":${metadata[index % templates] ?? "[]"}`;
    });
  }
  yield* list('],"graph":{"nodes":{"id":"n","label":"root","nodes":[', '],"id":"n"}', (index) => {
    return `{"Simple":{"id":"nn${index}","label":"Operator ${index} @ s/o/d/join.rs:738:21"}}`;
  });
  yield* list(',"edges":[', "]}}", (index) => {
    return `{"from_node":"nn${index}","from_cluster":false,"to_node":"nn${index + 1}","to_cluster":false}`;
  });
}

const PIECE_CHARS = 2 ** 16;
