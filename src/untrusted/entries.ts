import { remembered } from "./remembered.ts";
import { isBesideSecret, isSecretKey } from "./secret-keys.ts";
import { stripUnseen } from "./strip.ts";

/** An array or object of plain data, and whether it stands under a secret's key. */
export interface Container {
  readonly data: object;
  readonly isSecret: boolean;
}

/** @param key none in an array */
type TakeEntry = (key: string | undefined, value: unknown, isSecret: boolean, position: number) => void;

export function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/**
 * Hands over the members of an array or object, in order, each with whether it is secret. An object under a secret's key hands
 * that down to its members, save the user's name and the like; but not one under a key with a dot in it, for that
 * is a connector: `users.token`, while `sasl.password` holds a string.
 */
export function eachEntry({ data, isSecret }: Container, take: TakeEntry): void {
  if (Array.isArray(data)) eachElement(data, isSecret, take);
  else eachMember(data, isSecret, take);
}

/** In a list of arguments, what follows `--password` is secret. */
function eachElement(list: readonly unknown[], isSecret: boolean, take: TakeEntry): void {
  for (let i = 0; i < list.length; i++) {
    const before = list[i - 1];
    const isValueOfOption = typeof before === "string" && before.startsWith("-") && isSecretKey(before);
    take(undefined, list[i], isSecret || isValueOfOption, i);
  }
}

function eachMember(data: object, isSecret: boolean, take: TakeEntry): void {
  const members: [string, unknown][] = Object.entries(data);
  const isNamedSecret =
    members.some(([key]) => meaningOf(key).isValue) &&
    members.some(([key, value]) => meaningOf(key).isName && isSecretName(value));
  for (let i = 0; i < members.length; i++) {
    const [key, value] = members[i] ?? [""];
    const { isSecret: namesSecret, isValue } = meaningOf(key);
    const isConnector = namesSecret && key.includes(".") && isContainer(value) && !Array.isArray(value);
    const isSecretMember =
      (namesSecret && !isConnector) ||
      (isSecret && !isBesideSecret(stripUnseen(key))) ||
      (isNamedSecret && isValue);
    take(key, value, isSecretMember, i);
  }
}

/** What a key means, in `{"name": "DB_PASSWORD", "value": "…"}` too: so containers list their variables. */
const meaningOf = remembered((key) => ({
  isSecret: isSecretKey(stripUnseen(key)),
  isName: /^(?:name|key|header)$/i.test(key),
  isValue: /^values?$/i.test(stripUnseen(key)),
}));

function isSecretName(value: unknown): boolean {
  return typeof value === "string" && meaningOf(value).isSecret;
}
