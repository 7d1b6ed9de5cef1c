import { readFileSync } from "node:fs";
import { decodeFirefoxProfile, type FirefoxProfile } from "../../../src/analysis/firefox/format/decode.ts";

export const LIMITS = { maxInflatedBytes: 64 * 1024 * 1024 };

export function readRecording(name: string): Uint8Array {
  return readFileSync(new URL(`../../recordings/${name}.body`, import.meta.url));
}

/** A profile of a program that is not Feldera's. */
export function readOther(file: string): Uint8Array {
  return readFileSync(new URL(`../../recordings/others/${file}`, import.meta.url));
}

export function decodeRecording(name: string): FirefoxProfile {
  return decodeFirefoxProfile(readRecording(name), LIMITS);
}
