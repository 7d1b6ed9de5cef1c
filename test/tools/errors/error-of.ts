import { expect, onTestFinished } from "vitest";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { type RegistryOver, registryOver } from "../../support/registry.ts";
import { replayAll } from "../../support/worlds.ts";

export const PAYMENTS = { pipeline_name: "payments" };
export const AT_PAYMENTS = "/v0/pipelines/payments";

/**
 * The text of a call that fails, over the recorded Feldera as `change` alters it, or over another source. It has
 * three lines at most, and the address of the loopback Feldera stands as http://feldera in it.
 */
export async function errorOf(
  tool: string,
  args: unknown,
  change: (feldera: LoopbackFeldera) => void = () => {},
  over: Partial<RegistryOver> = {},
): Promise<string> {
  const feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
  replayAll(feldera);
  change(feldera);
  const registry = registryOver({ source: { url: feldera.url }, ...over });
  const { text, isError } = await registry.call(tool, args);
  expect(isError).toBe(true);
  expect(text.split("\n").length).toBeLessThanOrEqual(3);
  return text.replaceAll(feldera.url, "http://feldera");
}
