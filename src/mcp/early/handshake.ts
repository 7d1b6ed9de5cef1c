import { isObject } from "../object.ts";

type Check = (value: unknown) => boolean;

/** Parameters of `initialize`, of which only the revision shows in the answer. */
interface PlainHandshake {
  readonly protocolVersion: string;
}

/** Whether the SDK would take them for certain: what it might refuse, it is to judge itself. */
export function isPlainHandshake(
  params: Readonly<Record<string, unknown>>,
): params is Readonly<Record<string, unknown>> & PlainHandshake {
  const { clientInfo, ...rest } = params;
  return (
    hasOnly(rest, { protocolVersion: isString, capabilities: arePlainCapabilities }) &&
    isString(rest.protocolVersion) &&
    isObject(rest.capabilities) &&
    hasOnly(clientInfo, INFO) &&
    isObject(clientInfo) &&
    isString(clientInfo.name) &&
    isString(clientInfo.version)
  );
}

const isString: Check = (value) => typeof value === "string";

/** Objects, all the way down. */
const isTree: Check = (value) => isObject(value) && Object.values(value).every(isTree);

/** Objects of anything. */
const isRecord: Check = (value) => isObject(value) && Object.values(value).every(isObject);

const isEmpty: Check = (value) => isObject(value) && Object.keys(value).length === 0;

const INFO = {
  name: isString,
  version: isString,
  title: isString,
  websiteUrl: isString,
  description: isString,
};

const CAPABILITIES: Readonly<Record<string, Check>> = {
  roots: (value) => hasOnly(value, { listChanged: (is) => typeof is === "boolean" }),
  sampling: isTree,
  tasks: isTree,
  elicitation: (value) => hasOnly(value, { form: isEmpty, url: isEmpty }),
  experimental: isRecord,
  extensions: isRecord,
};

const arePlainCapabilities: Check = (value) => hasOnly(value, CAPABILITIES);

/** Whether it is an object of those fields, or fewer, each of which passes its check. */
function hasOnly(value: unknown, checks: Readonly<Record<string, Check>>): boolean {
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([name, field]) => Object.hasOwn(checks, name) && checks[name]?.(field) === true,
    )
  );
}
