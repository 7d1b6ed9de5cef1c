import { bytes } from "../responses.ts";
import type { ZipMember } from "../zip.ts";
import { answerOf } from "./as-version.ts";
import type { FelderaVersion } from "./version.ts";

/** The endpoints that a bundle's files are collected from. */
const COLLECTED_FROM: readonly (readonly [file: string, path: string])[] = [
  ["pipeline_config.json", "/v0/pipelines/payments"],
  ["system_config.json", "/v0/config"],
  ["stats.json", "/v0/pipelines/payments/stats"],
  ["circuit_profile.json", "/v0/pipelines/payments/circuit_json_profile"],
  ["heap_profile.pb.gz", "/v0/pipelines/payments/heap_profile"],
  ["logs.txt", "/v0/pipelines/payments/logs"],
];

/** A bundle's files, recorded from 0.337, in the shape of another version. */
export function bundleAsVersion(version: FelderaVersion, files: readonly ZipMember[]): ZipMember[] {
  return files.map((file) => {
    const path = COLLECTED_FROM.find(([name]) => file.name.endsWith(`/${name}`))?.[1];
    if (path === undefined) return file;
    return { ...file, content: answerOf(version, path, bytes(200, Buffer.from(file.content))).body };
  });
}
