import { expect, test } from "vitest";
import { connectorAdvice } from "../../src/diagnosis/connector-advice.ts";

test.each([
  ["Input endpoint 'a.b' specifies unknown input transport 'kafka_input'", /no such transport/],
  ["Output endpoint 'a.b' specifies unknown output format 'xml'", /format is missing, or none that/],
  ["Error parsing format configuration for input endpoint 'a.b': missing field `topics`", /misspelt/],
  ["Failed to connect to host: Connection refused (os error 111)", /Nothing listens/],
  ["failed to lookup address information: Name or service not known", /cannot be resolved/],
  ["operation timed out", /does not answer/],
  ["error opening '/data/x': Permission denied (os error 13)", /may not read or write/],
  ["error opening '/data/x': No such file or directory (os error 2)", /is not there, seen from where/],
  ["unknown topic or partition: does not exist", /create it/],
  [
    `secret reference '\${secret:kubernetes:a/b}' resolution failed: file '/x/b' does not exist`,
    /The secret that/,
  ],
  [
    `environment variable reference '\${env:DB}' resolution failed: environment variable 'DB' is not set`,
    /is not set for the pipeline/,
  ],
  ["BrokerTransportFailure (Local: Broker transport failure)", /No broker could be reached/],
  ["BrokerTransportFailure: Connect to ipv4#10.0.0.1:9092 failed: Connection refused", /Nothing listens/],
  ['null value in column "note" of relation "large" violates not-null constraint', /refuses such rows/],
  ["value too long for type character varying(3)", /does not fit its column in the table/],
  ["Message production error: MessageTimedOut (Local: Message timed out)", /did not confirm/],
  ["Message production error: MessageSizeTooLarge (Broker: Message size too large)", /larger than/],
  ["provided offset '7' not currently in partition '0'", /retention has deleted/],
  ['password authentication failed for user "feldera"', /refuses the credentials/],
  ["Not a Delta table: no log files", /no Delta table at its uri/],
  ["Multiple new values: index encountered multiple values with the same key", /index is to be unique/],
  [
    "invalid controller configuration: invalid transport configuration for endpoint 'a.b': Unable to connect to postgres instance 'postgres://h/d': error connecting to server",
    /could not be reached/,
  ],
  [
    "invalid controller configuration: invalid transport configuration for endpoint 'a.b': 'end_version' must be greater than 'version'",
    /A setting of its configuration/,
  ],
  ["Receive failed: Invalid response size 1157627904", /no Kafka broker, or speaks TLS/],
  ["invalid peer certificate: UnknownIssuer", /certificate is not trusted/],
])("%s has words of its own", (cause, says) => {
  expect(String(connectorAdvice(cause))).toMatch(says);
});

test("what is of no known kind is not guessed at", () => {
  expect(connectorAdvice("something odd happened")).toBeUndefined();
});
