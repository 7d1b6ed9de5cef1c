/** The page that draws pictures, in every host that shows it. */
export const PICTURES_URI = "ui://feldera-mcp/pictures.html";

/** What that page calls. */
export const PAGE_TOOL = "read_picture";

/** Tools whose answers can be looked at: those that have a picture, by name, so that listing loads none of them. */
export const PICTURED: readonly string[] = [
  "list_events",
  "get_stats",
  "get_time_series",
  "summarize_operators",
  "summarize_circuit_profile",
  "summarize_heap_profile",
  "summarize_samply_profile",
];
