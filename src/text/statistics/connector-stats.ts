import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { errorReason } from "../../analysis/stats/error-reason.ts";
import { bytes, grouped, span } from "../page/format.ts";
import { joined, type Words, words } from "../page/words.ts";

type Count = number | bigint | undefined;

export const MISSING_WORDS: Words = words`declared, but not in the statistics: it failed to open, or is not started`;

/** A connector in a line: what is wrong with it first, then its figures. */
export function connectorLine(one: ConnectorStats): Words {
  const head = words`${one.direction} ${one.name}`;
  if (one.troubles.includes("missing")) return words`${head}: ${MISSING_WORDS}.`;
  const troubles = joined(
    one.troubles.map((trouble) => TROUBLE_WORDS[trouble]),
    words`, `,
  );
  return words`${head}: ${one.troubles.length === 0 ? undefined : words`${troubles}; `}${connectorFigures(one)}.`;
}

export const TROUBLE_WORDS: Readonly<Record<ConnectorStats["troubles"][number], Words>> = {
  missing: MISSING_WORDS,
  "fatal error": words`FAILED`,
  unhealthy: words`UNHEALTHY`,
  "discards output": words`PAUSED: IT DISCARDS ITS OUTPUT`,
  "at its limit": words`AT ITS LIMIT`,
  "transport errors": words`TRANSPORT ERRORS`,
  "encode errors": words`ENCODE ERRORS`,
  "parse errors": words`PARSE ERRORS`,
  paused: words`PAUSED`,
};

/** Everything that the statistics tell of one connector. */
export function connectorFigures(one: ConnectorStats): Words {
  const parts = one.direction === "input" ? inputParts(one) : outputParts(one);
  const shared = [
    ...(one.declared === false ? [words`not declared by the program`] : []),
    ...(one.health === undefined
      ? []
      : [
          words`health ${one.health.status}${one.health.description === undefined ? undefined : words` (${one.health.description})`}`,
        ]),
    ...(one.fatal_error === undefined ? [] : [words`fatal error ${errorReason(one.fatal_error)}`]),
  ];
  return joined([...parts, ...shared], words`; `);
}

function inputParts(one: ConnectorStats): Words[] {
  const size =
    one.waiting_bytes === undefined
      ? words``
      : words` (${bytes(Number(one.waiting_bytes))}${ofLimit(one.limit_bytes, bytesOf)})`;
  return [
    words`received ${moved(one)}${Number(one.parse_errors ?? 0) > 0 ? words`, without rows that did not parse` : undefined}`,
    words`waiting ${recordsOf(one.waiting_records, one.limit_records)}${size}`,
    words`errors: transport ${told(one.transport_errors)}, parse ${told(one.parse_errors)}`,
    ...(one.end_of_input ? [words`end of input`] : []),
    ...(one.barrier ? [words`a barrier to checkpoints`] : []),
    one.processing_latency_p99_us === undefined
      ? words`latency not reported`
      : words`latency ${span(Number(one.processing_latency_p99_us) / 1000)}`,
  ];
}

function outputParts(one: ConnectorStats): Words[] {
  return [
    words`waiting ${recordsOf(one.waiting_records, one.limit_records)}`,
    ...(Number(one.buffered_records ?? 0) > 0
      ? [words`${told(one.buffered_records)} in the output buffer`]
      : []),
    words`sent ${moved(one)}`,
    ...(one.lag_records === undefined ? [] : [words`lag ${grouped(one.lag_records)} records`]),
    words`errors: transport ${told(one.transport_errors)}, encode ${told(one.encode_errors)}`,
    ...(Number(one.batch_records_written ?? 0) > 0
      ? [words`${told(one.batch_records_written)} records into its present batch`]
      : []),
    ...(Number(one.memory_bytes ?? 0) > 0 ? [words`holds ${bytes(Number(one.memory_bytes))} besides`] : []),
  ];
}

/** "1,944 records (55.2 KiB), 12/s". */
function moved({ records, bytes: size, records_per_s }: ConnectorStats): Words {
  const rate = records_per_s === undefined ? words`` : words`, ${perSecond(records_per_s)}/s`;
  return words`${told(records)} records${size === undefined ? undefined : words` (${bytesOf(size)})`}${rate}`;
}

/** "20,175 of 20,000 records". */
function recordsOf(count: Count, limit: Count): Words {
  return words`${told(count)}${ofLimit(limit, grouped)} records`;
}

function ofLimit(limit: Count, spell: (count: number | bigint) => Words): Words {
  return limit === undefined ? words`` : words` of ${spell(limit)}`;
}

function bytesOf(count: number | bigint): Words {
  return bytes(Number(count));
}

export function told(count: Count): Words {
  return count === undefined ? words`not reported` : grouped(count);
}

/** Three significant digits, or a whole number. */
export function perSecond(rate: number): Words {
  return grouped(Math.abs(rate) < 100 ? Number(rate.toPrecision(3)) : Math.round(rate));
}
