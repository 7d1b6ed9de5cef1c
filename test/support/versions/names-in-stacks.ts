import { gunzipSync, gzipSync } from "node:zlib";
import { Profile, StringTable } from "pprof-format";

/** Crate `dbsp_adapters` is `dbsp_connectors` from 0.370 on, in text of any kind. */
export function newCrateNames(text: string): string {
  return text.replaceAll("dbsp_adapters", "dbsp_connectors");
}

/** The same in the string table of a gzipped pprof profile. */
export function newNamesInHeap(gzipped: Buffer): Buffer {
  const profile = Profile.decode(gunzipSync(gzipped));
  const table = new StringTable();
  for (const name of profile.stringTable.strings.slice(1)) table.dedup(newCrateNames(name));
  profile.stringTable = table;
  return gzipSync(profile.encode());
}

/** The same in a gzipped Firefox profile. */
export function newNamesInCpu(gzipped: Buffer): Buffer {
  return gzipSync(newCrateNames(gunzipSync(gzipped).toString()));
}
