import { gunzipSync, gzipSync } from "node:zlib";
import { Profile, StringTable } from "pprof-format";
import { unzip, zipOf } from "../../support/zip.ts";

/**
 * What stands in place of a string of a pipeline's.
 *
 * @param place where it stands: `pipeline:program_info.schema.inputs[].name`, indices left out
 * @returns undefined to leave it as it is
 */
export interface Plant {
  (place: string, original: string): string | undefined;
  /** Members to add to the object at a place. */
  readonly members?: (place: string) => Readonly<Record<string, string>> | undefined;
}

/** A recorded body, whatever it is, with strings planted: the same body where nothing is. */
export function planted(name: string, body: Buffer, plant: Plant): Buffer {
  if (body.subarray(0, 2).toString() === "PK") return plantedZip(name, body, plant);
  if (body.subarray(0, 2).equals(GZIP)) return gzipSync(planted(name, gunzipSync(body), plant));
  if (/heap_profile/.test(name) && body[0] !== OPENING_BRACE) return plantedPprof(name, body, plant);
  if (/metrics\.txt$/.test(name)) return Buffer.from(plantedPrometheus(name, body.toString(), plant));
  const text = body.toString();
  if (/^\s*[{["]/.test(text) && !/logs/.test(name)) {
    const lines = isJson(text) ? [text] : text.split("\n");
    return Buffer.from(lines.map((line) => plantedJson(name, line, plant)).join("\n"));
  }
  return /logs/.test(name) ? Buffer.from(plantedLog(name, text, plant)) : body;
}

const GZIP = Buffer.from([0x1f, 0x8b]);
const OPENING_BRACE = 0x7b;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Integers beyond 2^53 lose their last digits here, which is nothing to strings. */
function plantedJson(name: string, line: string, plant: Plant): string {
  return line.trim() === "" || !isJson(line)
    ? line
    : JSON.stringify(inJson(JSON.parse(line), `${name}:`, plant));
}

function inJson(value: unknown, place: string, plant: Plant): unknown {
  if (typeof value === "string") return plant(place, value) ?? value;
  if (Array.isArray(value)) return value.map((one: unknown) => inJson(one, `${place}[]`, plant));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([key, member]): [string, unknown] => {
    if (isFieldName(place, key)) return [key, inJson(member, `${place}.${key}`, plant)];
    return [plant(`${place}.*key`, key) ?? key, inJson(member, `${place}.*`, plant)];
  });
  return { ...Object.fromEntries(members), ...plant.members?.(place) };
}

/** Whether a key is Feldera's own, and not the name that somebody gave to a connector, a variable or a view. */
function isFieldName(place: string, key: string): boolean {
  if (/(?:_connectors|calcite_plan|\.env)$/.test(place) || /^(?:n+|s)\d+$/.test(key)) return false;
  return /^[A-Za-z_]\w*$/.test(key);
}

/** Places whose strings Feldera chooses or the answers hang together by: nothing comes of an answer without them. */
export function isStructure(place: string): boolean {
  return STRUCTURE.some((pattern) => pattern.test(place));
}

const STRUCTURE: readonly RegExp[] = [
  /(?:status|_since|_at|_?uuid|[._]id|type|selector|timestamp|\.state|_phase|model)$/i,
  /^circuit_.*(?:metric_id|metadata\.\*key|_node|metrics\[\]\.name|\.label)$/,
  /^dataflow_graph:\.mir\.(?:\*key|.*(?:node|persistent_id))$/,
  /^samply_profile:\.(?:meta\.(?!product|oscpu)|threads\[\]\.[ptr]id|counters.*pid|.*debugId|.*breakpadId)/,
  /^support_bundle.*(?:metadata\.json:\.pipeline|pipeline_config\.json:)\.name$/,
  /:file name$|metadata\.json:.*(?:directory|\.collected\[\]|time)$/,
  /\.recorded_at$|\.error_code$|\.time$/,
];

/** In the message of every tenth line, and as lines of its own. */
function plantedLog(name: string, log: string, plant: Plant): string {
  return log
    .split("\n")
    .flatMap((line, i) => {
      if (i % 10 === 3) return [line, plant(`${name}:line`, "") ?? []].flat();
      if (i % 10 !== 7) return [line];
      const text = plant(`${name}:message`, line);
      return [text === undefined ? line : `${line} ${text}`];
    })
    .join("\n");
}

function plantedPrometheus(name: string, metrics: string, plant: Plant): string {
  return metrics.replace(/(\w+)="((?:[^"\\\n]|\\.)*)"/g, (whole, label: string, value: string) => {
    const text = plant(`${name}:label.${label}`, value);
    return text === undefined
      ? whole
      : `${label}="${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
  });
}

/** Every string of the table but the empty one and those that say what the samples are. */
function plantedPprof(name: string, body: Buffer, plant: Plant): Buffer {
  const profile = Profile.decode(body);
  const kinds = new Set(
    profile.sampleType
      .concat(profile.periodType ?? [])
      .flatMap(({ type, unit }) => [Number(type), Number(unit)]),
  );
  const table = new StringTable();
  for (const [i, original] of profile.stringTable.strings.entries()) {
    if (i === 0) continue;
    const text = plant(`${name}:${kinds.has(i) ? "type" : "symbol"}`, original);
    // The table takes no string twice.
    table.dedup(text === undefined ? original : `${text} ${i}`);
  }
  profile.stringTable = table;
  return Buffer.from(profile.encode());
}

function plantedZip(name: string, zip: Buffer, plant: Plant): Buffer {
  const files = [...unzip(zip)].map(([path, content]) => {
    const file = path.replace(/^.*\//, "");
    const newPath = plant(`${name}:file name`, path);
    return {
      name: newPath === undefined ? path : newPath.slice(0, 500),
      content: planted(`${name}/${file}`, content, plant),
    };
  });
  return zipOf(files);
}
