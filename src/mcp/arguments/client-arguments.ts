/** An argument that a client adds to its calls for itself: no tool takes it, and it asks for nothing. */
export interface ClientArgument {
  readonly name: string;
  readonly client: string;
}

interface Known {
  readonly client: string;
  /** Where the client's users or authors say so in public. */
  readonly source: string;
  /** What it must come with, where its own name might be what somebody meant for an argument of ours. */
  readonly beside?: string;
}

/** By their names. Clients that strict servers have complained of; one that is not here is refused by its name. */
export const CLIENT_ARGUMENTS: Readonly<Record<string, Known>> = {
  task_progress: { client: "Cline", source: "https://github.com/cline/cline/issues/8256" },
  wait_for_previous: {
    client: "Gemini CLI",
    source: "https://github.com/google-gemini/gemini-cli/issues/27403",
  },
  _sessionID: { client: "SiYuan", source: "https://github.com/siyuan-note/siyuan/issues/17927" },
  toolCallId: { client: "n8n", source: "https://github.com/n8n-io/n8n/issues/21716" },
  sessionId: { client: "n8n", source: "https://github.com/sansan0/TrendRadar/issues/768" },
  chatInput: { client: "n8n", source: "https://github.com/sansan0/TrendRadar/issues/768" },
  action: {
    client: "n8n",
    source: "https://github.com/sansan0/TrendRadar/issues/768",
    beside: "toolCallId",
  },
  tool: {
    client: "n8n",
    source: "https://github.com/sansan0/TrendRadar/issues/768",
    beside: "toolCallId",
  },
  _accept_language: { client: "Moltis", source: "https://github.com/moltis-org/moltis/issues/182" },
  _conn_id: { client: "Moltis", source: "https://github.com/moltis-org/moltis/issues/182" },
  _session_key: { client: "Moltis", source: "https://github.com/moltis-org/moltis/issues/182" },
  _librefang_caller: {
    client: "LibreFang",
    source: "https://github.com/librefang/librefang/pull/5969",
  },
};

/** Those of `given` that are a client's own, each with the client; `taken` are the arguments of the tool itself. */
export function clientArguments(given: readonly string[], taken: readonly string[]): ClientArgument[] {
  return given.flatMap((name) => {
    const known = Object.hasOwn(CLIENT_ARGUMENTS, name) ? CLIENT_ARGUMENTS[name] : undefined;
    if (known === undefined || taken.includes(name)) return [];
    const isTheirs = known.beside === undefined || given.includes(known.beside);
    return isTheirs ? [{ name, client: known.client }] : [];
  });
}
