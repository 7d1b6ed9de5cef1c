import { generatedCircuitProfile } from "./generated-circuit-profile.ts";
import type { LoopbackFeldera } from "./loopback-feldera.ts";
import { type Answer, bytes, recording } from "./responses.ts";

const PATH = "/v0/pipelines/payments/circuit_json_profile";

/** The circuit profile of payments, grown until its analysis takes a second or more. */
export function largeCircuitProfile(): Answer {
  const recorded = recording("circuit_json_profile").body.toString();
  const body = Buffer.concat([...generatedCircuitProfile(recorded, 48 * 2 ** 20)]);
  return bytes(200, body, { "content-type": "application/json" });
}

/** Resolves when a call of summarize_circuit_profile, the first, has all that it asks for and analyses it. */
export async function circuitProfileSent(feldera: LoopbackFeldera): Promise<void> {
  await feldera.received(3);
  await Promise.all(feldera.requests.map(({ ended }) => ended));
}

export function serveCircuitProfile(feldera: LoopbackFeldera, profile: Answer): void {
  feldera.on("GET", PATH, profile);
}
