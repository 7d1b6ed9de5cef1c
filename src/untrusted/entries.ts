import { remembered } from "./remembered.ts";
import { isBesideSecret, isSecretKey } from "./secret-keys.ts";
import { stripUnseen } from "./strip.ts";

/** An array or object of plain data, and whether it stands under a secret's key. */
export interface Container {
  readonly data: object;
  readonly isSecret: boolean;
}

export interface Entry {
  /** None in an array. */
  readonly key?: string;
  readonly value: unknown;
  readonly isSecret: boolean;
}

export function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/**
 * The members of an array or object, in order, each with whether it is secret. An object under a secret's key hands
 * that down to its members, save the user's name and the like; but not one under a key with a dot in it, for that
 * is a connector: `users.token`, while `sasl.password` holds a string.
 */
export function entriesOf({ data, isSecret }: Container): Entry[] {
  return Array.isArray(data) ? elementsOf(data, isSecret) : membersOf(data, isSecret);
}

/** In a list of arguments, what follows `--password` is secret. */
function elementsOf(list: readonly unknown[], isSecret: boolean): Entry[] {
  return Array.from(list, (value, index) => {
    const before: unknown = list[index - 1];
    const isValueOfOption = typeof before === "string" && before.startsWith("-") && isSecretKey(before);
    return { value, isSecret: isSecret || isValueOfOption };
  });
}

function membersOf(data: object, isSecret: boolean): Entry[] {
  const members: [string, unknown][] = Object.entries(data);
  const isNamedSecret = members.some(([key, value]) => isNameKey(key) && isSecretName(value));
  return members.map(([key, value]) => {
    const isConnector = key.includes(".") && isContainer(value) && !Array.isArray(value);
    const isSecretMember =
      (namesSecret(key) && !isConnector) ||
      (isSecret && !isBesideSecret(stripUnseen(key))) ||
      (isNamedSecret && /^values?$/i.test(stripUnseen(key)));
    return { key, value, isSecret: isSecretMember };
  });
}

const namesSecret = remembered((key) => isSecretKey(stripUnseen(key)));

/** `{"name": "DB_PASSWORD", "value": "…"}`, as containers list their variables and connectors their headers. */
const isNameKey = remembered((key) => /^(?:name|key|header)$/i.test(key));

function isSecretName(value: unknown): boolean {
  return typeof value === "string" && namesSecret(value);
}
