import { type PartName, SEVERITIES } from "../../answers/diagnosis.ts";
import type { Rule } from "../../diagnosis/rule.ts";
import { RULES } from "../../diagnosis/rules.ts";
import { THRESHOLDS } from "../../diagnosis/thresholds.ts";
import { PART_WORDS } from "../../text/diagnosis/part-words.ts";

/** The tool that tells most of each part. */
const PART_TOOLS: Readonly<Record<PartName, string>> = {
  pipeline: "get_pipeline",
  stats: "get_stats",
  events: "list_events",
  log: "get_pipeline_logs",
  time_series: "get_time_series",
  metrics: "get_metrics",
  checkpoint_status: "get_checkpoint_status",
  cluster_health: "get_cluster_health",
  platform: "get_cluster_health",
  circuit_profile: "summarize_circuit_profile",
  error_view: "diagnose_pipeline",
  heap_profile: "summarize_heap_profile",
};

/** What diagnose_pipeline looks for, and in which evidence each cause shows. */
export function causesText(): string {
  const parts = [...new Set(RULES.flatMap((rule) => rule.parts))];
  return [
    "# Causes of trouble and their evidence",
    "",
    "What diagnose_pipeline looks for, in its order. A part not read leaves its causes unchecked; the heap profile and error_view are read at depth deep alone.",
    "",
    "Where the parts come from:",
    "",
    ...parts.map((part) => `- ${PART_WORDS[part]}: \`${PART_TOOLS[part]}\``),
    "",
    `What is looked for, in which parts (${PART_WORDS[OFTENEST]} where none is said), by which thresholds:`,
    "",
    ...SEVERITIES.flatMap(ofSeverity),
  ].join("\n");
}

/** Most causes show in this one alone. */
const OFTENEST: PartName = "circuit_profile";

function ofSeverity(severity: Rule["severity"]): string[] {
  const rules = RULES.filter((rule) => rule.severity === severity);
  return [`Of severity ${severity}:`, "", ...rules.map(ruleLine), ""];
}

function ruleLine({ id, looksFor, parts, thresholds = [], explains = [] }: Rule): string {
  const isOftenest = parts.every((part) => part === OFTENEST);
  const told = [
    `- \`${id}\`: ${looksFor}.`,
    !isOftenest && `In ${parts.map((part) => PART_WORDS[part]).join(", ")}.`,
    thresholds.length > 0 && `By ${thresholds.map((name) => `${name} ${THRESHOLDS[name]}`).join(", ")}.`,
    explains.length > 0 && `Explains ${explains.join(", ")}.`,
  ];
  return told.filter((sentence) => sentence !== false).join(" ");
}
