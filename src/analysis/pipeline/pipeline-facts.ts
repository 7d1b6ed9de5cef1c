import * as z from "zod";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import type { Connector } from "../../feldera/schemas/program.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { readConnectorSettings } from "../../feldera/settings/connector.ts";
import { readDeployedResources, readMemoryInUse } from "../../feldera/settings/deployed.ts";
import { onlyInserts } from "../../feldera/settings/framing.ts";
import { readProgramSettings } from "../../feldera/settings/program.ts";
import { SetSize } from "../../feldera/settings/reading.ts";
import { RuntimeSettings, readRuntimeSettings } from "../../feldera/settings/runtime.ts";
import { CompileErrors, compileErrors } from "./compile-errors.ts";
import { Lateness, latenessOf } from "./lateness.ts";
import { MemoryInUse, memoryInUse, Resized, resizedResources } from "./resized.ts";
import { SameSource, sameSources } from "./same-sources.ts";
import { PipelineState, pipelineState } from "./status.ts";
import { Unreachable, unreachableFacts } from "./unreachable.ts";
import { UnreadableSetting, unreadableSettings } from "./unreadable-settings.ts";

const ConnectorFacts = z.object({
  /** `table.connector` or `view.connector`. */
  name: z.string(),
  /** The identifier of its table or view. */
  relation: z.string().optional(),
  direction: z.enum(["input", "output"]),
  transport: z.string().optional(),
  format: z.string().optional(),
  /** Of an input whose format or source has no way to delete a row. */
  only_inserts: z.literal(true).optional(),
  paused: z.boolean(),
  /** The labels of those that have to end before it starts. */
  start_after: z.array(z.string()).optional(),
  max_queued_records: Integer.optional(),
  /** In bytes; absent where it is not set, or cannot be read. */
  queue_size: SetSize.optional(),
  transport_config: z.unknown().optional(),
});

export const PipelineFacts = z.object({
  state: PipelineState,
  compile_errors: CompileErrors.optional(),
  /** Whether the program has been compiled to SQL, so that tables, views and connectors are known. */
  compiled: z.boolean(),
  tables: z.array(z.string()),
  views: z.array(z.string()),
  /** The columns of each table that have LATENESS: rows later than it allows are dropped. Absent where not known. */
  lateness: z.array(Lateness).optional(),
  connectors: z.array(ConnectorFacts),
  /** Absent where no two connectors of a table read the same. */
  same_sources: z.array(SameSource).optional(),
  /** Absent where the record has no configuration. */
  settings: RuntimeSettings.optional(),
  /** What it has otherwise than configured since it was resized while it runs. */
  resized: z.array(Resized),
  /** The container's memory as it is now, where the runtime or the record tells it. */
  memory_in_use: MemoryInUse.optional(),
  /** The cores that it may take now, where that is known. */
  cpu_cores_in_use: z.number().optional(),
  /** Absent where the manager reaches its process, or none is wanted. */
  unreachable: Unreachable.optional(),
  unreadable_settings: z.array(UnreadableSetting),
  /** What the program is compiled with: `dev`, `unoptimized`, `optimized`, `optimized_symbols`. */
  profile: z.string().optional(),
  /** The runtime that its record asks for in place of the platform's own. */
  runtime_version: z.string().optional(),
  runtime_config: z.unknown().optional(),
  program_config: z.unknown().optional(),
  program_code: z.string().optional(),
  udf_rust: z.string().optional(),
  udf_toml: z.string().optional(),
});

export type PipelineFacts = z.infer<typeof PipelineFacts>;

/** The view of the compiler's own making, in every program. */
export const BUILT_IN_VIEW = "error_view";

export function pipelineFacts(pipeline: Pipeline): PipelineFacts {
  const info = pipeline.program_info;
  const errors = pipeline.program_error;
  const relations = [...(info?.schema?.inputs ?? []), ...(info?.schema?.outputs ?? [])];
  const runtime = pipeline.platform_version ?? undefined;
  const settings = readRuntimeSettings(pipeline.runtime_config, runtime);
  const same_sources = sameSources(info?.input_connectors, info?.schema?.inputs);
  const lateness = latenessOf(info?.schema?.inputs);
  const deployed = readDeployedResources(pipeline.deployment_config);
  const ofProcess = readMemoryInUse(pipeline.deployment_runtime_status_details);
  const resized = settings ? resizedResources(deployed, settings, ofProcess) : [];
  const memory_in_use = memoryInUse(ofProcess, deployed, resized);
  const unreachable = unreachableFacts(pipeline);
  const cpu_cores_in_use = deployed.cpu_cores_max ?? settings?.cpu_cores_max;
  return {
    state: pipelineState(pipeline),
    ...(errors && { compile_errors: compileErrors(errors, pipeline.program_code ?? "", relations) }),
    ...(unreachable && { unreachable }),
    unreadable_settings: unreadableSettings(settings, info, runtime),
    ...readProgramSettings(pipeline.program_config),
    compiled: info?.schema != null,
    tables: (info?.schema?.inputs ?? []).map((table) => table.name),
    views: (info?.schema?.outputs ?? []).map((view) => view.name).filter((name) => name !== BUILT_IN_VIEW),
    ...(lateness && { lateness }),
    connectors: [
      ...connectorFacts(info?.input_connectors, "input", runtime),
      ...connectorFacts(info?.output_connectors, "output", runtime),
    ],
    ...(same_sources.length > 0 && { same_sources }),
    ...(settings && { settings }),
    resized,
    ...(memory_in_use && { memory_in_use }),
    ...(cpu_cores_in_use !== undefined && { cpu_cores_in_use }),
    ...(pipeline.runtime_config && { runtime_config: pipeline.runtime_config }),
    ...(pipeline.program_config && { program_config: pipeline.program_config }),
    ...(pipeline.program_code && { program_code: pipeline.program_code }),
    ...(pipeline.udf_rust && { udf_rust: pipeline.udf_rust }),
    ...(pipeline.udf_toml && { udf_toml: pipeline.udf_toml }),
  };
}

function connectorFacts(
  connectors: Readonly<Record<string, Connector>> | null | undefined,
  direction: "input" | "output",
  runtime: string | undefined,
): z.infer<typeof ConnectorFacts>[] {
  return Object.entries(connectors ?? {}).map(([name, connector]) => {
    const { queue } = readConnectorSettings(connector, runtime).sizes;
    return {
      name,
      ...(connector.stream != null && { relation: connector.stream }),
      direction,
      paused: connector.paused === true,
      ...(connector.start_after && { start_after: [...connector.start_after] }),
      ...(connector.transport?.name && { transport: connector.transport.name }),
      ...(connector.format?.name && { format: connector.format.name }),
      ...(connector.max_queued_records != null && { max_queued_records: connector.max_queued_records }),
      ...(queue.is === "set" && { queue_size: queue }),
      ...(direction === "input" && onlyInserts(connector) && { only_inserts: true as const }),
      ...(connector.transport?.config != null && { transport_config: connector.transport.config }),
    };
  });
}
