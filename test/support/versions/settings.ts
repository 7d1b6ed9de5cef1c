import { isObject, type Members, withObject } from "./json.ts";

/** How a number of the old unit is written under the new name. */
type Spelling = (amount: number) => string;

const megabytes: Spelling = (amount) => `${amount}M`;
const mebibytes: Spelling = (amount) => `${amount}Mi`;
const bytes: Spelling = (amount) => `${amount}B`;
const seconds: Spelling = (amount) => `${amount}s`;
const milliseconds: Spelling = (amount) => (amount % 1000 === 0 ? `${amount / 1000}s` : `${amount}ms`);
const microseconds: Spelling = (amount) =>
  amount % 1000 === 0 ? milliseconds(amount / 1000) : `${amount}us`;

type Renamed = Readonly<Record<string, readonly [name: string, spell: Spelling]>>;

/** Feldera 0.366 gave durations, 0.367 sizes a new name and a unit of their own. */
const RUNTIME: Renamed = {
  max_rss_mb: ["max_rss", megabytes],
  datafusion_memory_mb: ["datafusion_memory", megabytes],
  max_buffering_delay_usecs: ["max_buffering_delay", microseconds],
  clock_resolution_usecs: ["clock_resolution", microseconds],
  provisioning_timeout_secs: ["provisioning_timeout", seconds],
};

const RESOURCES: Renamed = {
  memory_mb_min: ["memory_min", megabytes],
  memory_mb_max: ["memory_max", megabytes],
  storage_mb_max: ["storage_max", megabytes],
};

const STORAGE: Renamed = {
  cache_mib: ["cache_size", mebibytes],
  min_storage_bytes: ["min_spill_size", bytes],
  min_step_storage_bytes: ["min_step_spill_size", bytes],
};

const FAULT_TOLERANCE: Renamed = { checkpoint_interval_secs: ["checkpoint_interval", seconds] };

const CONNECTOR: Renamed = {
  max_queued_bytes: ["max_queued_size", bytes],
  max_output_buffer_time_millis: ["max_output_buffer_time", milliseconds],
};

/** The old default of `max_output_buffer_time_millis`, 2^64 - 1, is no setting in the new form. */
const NEVER = "18446744073709551615";

/** `runtime_config` as a manager from 0.367 on writes it: unset members are left out. */
export function newRuntimeConfig(config: Members): Members {
  let renamed = renamedAll(config, RUNTIME);
  renamed = withObject(renamed, "resources", (resources) => renamedAll(resources, RESOURCES));
  renamed = withObject(renamed, "storage", (storage) => renamedAll(storage, STORAGE));
  return withObject(renamed, "fault_tolerance", (model) => renamedAll(model, FAULT_TOLERANCE));
}

/** `program_info` with its connectors' settings in the new form. */
export function newProgramInfo(info: Members): Members {
  const connectors = (all: Members) =>
    Object.fromEntries(
      Object.entries(all).map(([name, one]) => [name, isObject(one) ? renamedAll(one, CONNECTOR) : one]),
    );
  return withObject(withObject(info, "input_connectors", connectors), "output_connectors", connectors);
}

function renamedAll(members: Members, names: Renamed): Members {
  return Object.fromEntries(
    Object.entries(members).flatMap(([old, value]) => {
      const [name, spell] = names[old] ?? [];
      if (name === undefined || spell === undefined) return [[old, value]];
      if (value === null || String(value) === NEVER) return [];
      return [[name, spell(Number(value))]];
    }),
  );
}
