import { isObject } from "../object.ts";

/** No parameter of the protocol lies deeper; what does is a client's own, and stays as it is. */
const DEEPEST = 8;

type Params = Readonly<Record<string, unknown>>;

/**
 * Parameters as the protocol has them. Clients write null for what they leave out (`cursor`, `_meta`, `progressToken`,
 * capabilities), which no parameter takes for a value; the arguments of tools and prompts have readers of their own.
 * `task` is let go: a server that declares no tasks serves such a request as any other (revision 2025-11-25, tasks).
 */
export function protocolParams({ task: _task, ...params }: Params): Params {
  const { arguments: given, ...rest } = params;
  const read = withoutNulls(rest, DEEPEST);
  return given === undefined || given === null ? read : { ...read, arguments: given };
}

function withoutNulls(object: Params, depth: number): Params {
  const kept = Object.entries(object).filter(([, value]) => value !== null);
  return Object.fromEntries(
    kept.map(([name, value]) => [
      name,
      depth > 1 && isObject(value) ? withoutNulls(value, depth - 1) : value,
    ]),
  );
}
