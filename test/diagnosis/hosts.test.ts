import { expect, test } from "vitest";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { hostsIn, serverOf } from "../../src/diagnosis/hosts.ts";
import { evidenceOf } from "./evidence.ts";

test.each([
  [{ path: "http://127.0.0.1:18999/offers.json" }, ["127.0.0.1:18999"]],
  [{ uri: "postgres://sync:hunter2@db.internal:5432/shop" }, ["db.internal:5432"]],
  [{ uri: "postgres://sync:1/2@db.internal:5432/shop" }, []],
  [{ uri: "postgres://sync:hun/ter2@db.internal:5432/shop" }, []],
  [{ uri: "postgres://sync:hun@ter/2@db.internal:5432/shop" }, []],
  [{ uri: "postgres://sync:hun@ter2@db.internal:5432/shop" }, []],
  [{ uri: "postgres://sync:hun%40ter2@db.internal:5432/shop" }, ["db.internal:5432"]],
  [{ path: "https://sync:hun@ter2@files.example/b.json" }, ["files.example"]],
  [{ uri: "postgres://sync@db.internal:5432/a@b" }, ["db.internal:5432"]],
  [{ uri: "postgres://sync:1@db.internal:5432/shop?application_name=a@b" }, ["db.internal:5432"]],
  [{ path: "https://files.example/a@b.json" }, ["files.example"]],
  [{ brokers: ["k1:9092", "k2:9092"], others: [{ host: "db1" }] }, ["k1:9092", "k2:9092", "db1"]],
  [{ uri: "postgres://$" + "{secret:kubernetes:pg/uri}" }, []],
  [{ "bootstrap.servers": "k1:9092,k2:9092", topic: "orders" }, ["k1:9092", "k2:9092"]],
  [{ path: "/data/orders.csv" }, []],
])("of the configuration %j the hosts are told, and nothing else", (config, hosts) => {
  expect(hostsIn(config)).toEqual(hosts);
});

const withConfig = (transport_config: object): Evidence => {
  const { pipeline, ...evidence } = evidenceOf("healthy");
  if (pipeline === undefined) throw new Error("no record");
  const connectors = [{ name: "t.in", direction: "input" as const, paused: false, transport_config }];
  return { ...evidence, pipeline: { ...pipeline, connectors } };
};

test.each([
  ["Failed to connect to host: Connection refused (os error 111)", { server: "db:5432" }],
  ["error connecting to db:5432: timed out", {}],
  ["value too long for type", {}],
])("a server is told of %j", (error, server) => {
  expect(serverOf("t.in", error, withConfig({ uri: "postgres://u:p@db:5432/x" }))).toEqual(server);
});

test.each([
  [{ uri: "postgres://u:a@b/c@db:5432/x" }, { is_unescaped: true }],
  [{ uris: ["nats://ok:4222", "nats://u:a/b@db:4222"] }, { is_unescaped: true }],
  [{ options: [{ uri: "postgres://u:a@b/c@db:5432/x" }] }, { is_unescaped: true }],
  [{ uri: "postgres://u:a@db:5432/x?application_name=b@c" }, { server: "db:5432" }],
])("of %j it is told whether its password has a raw sign", (config, told) => {
  expect(serverOf("t.in", "Connection refused (os error 111)", withConfig(config))).toEqual(told);
});

test("of many servers two are told", () => {
  const evidence = withConfig({ "bootstrap.servers": "a:1,b:1,c:1" });
  expect(serverOf("t.in", "broker transport failure", evidence)).toEqual({ server: "a:1, b:1" });
});
