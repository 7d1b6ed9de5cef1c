import { words } from "../../text/page/words.ts";
import type { Kinds } from "./kinds.ts";

const NO_RIGHT_OF_BROKER = words`The user that it connects as lacks the right to that topic, group or cluster: give it that in the broker's ACLs`;
const NO_SASL = words`The SASL mechanism is none that both sides know (where none is set, it is GSSAPI): set sasl.mechanism to one that the broker has, such as PLAIN or SCRAM-SHA-512`;
const NOT_THERE_ANY_MORE = words`What it would go on from is not in the stream, or no longer: its limits have deleted it, or the stream was made anew. Clear the pipeline's storage, so that it is read from its beginning`;
const NO_OFFSET = words`The offset to start from is no longer, or not yet, in the topic: as a rule its retention has deleted it. Correct start_from, or set resume_earliest_if_data_expires`;
const TOO_LARGE = words`A message is larger than its broker or topic takes: raise message.max.bytes at both ends, or make rows smaller`;

/** What Kafka, NATS, Redis and schema registries say. */
export const OF_BROKERS: Kinds = [
  [
    /\bmissing in the Avro schema\b|\binvalid Avro schema for a column\b/,
    words`The Avro schema and the SQL's columns do not agree, as the error says: change the column that it names, or its type, to what the schema has`,
  ],
  [
    /\bincompatible with an earlier schema\b/,
    words`The schema registry keeps an earlier schema of that subject, and the view's does not agree with it: change the view or the registry's rule of compatibility, or write to another topic`,
  ],
  [/\b(?:OffsetOutOfRange|not currently in partition)\b|\boffsets that no longer exist\b/, NO_OFFSET],
  [
    /\bOOM command not allowed\b/,
    words`Its Redis server has reached maxmemory: raise that, or let old keys go there`,
  ],
  [/\bMessageSizeTooLarge\b|\bmessage size too large\b/i, TOO_LARGE],
  [
    /\bexceeds maximum buffer size\b/i,
    words`A row is larger than what the connector may send at once: raise that (message.max.bytes of Kafka, and at its broker; the size of its buffer in an output to Postgres), or make rows smaller`,
  ],
  [
    /\bMessageTimedOut\b/,
    words`The broker did not confirm messages within message.timeout.ms: it is down, slow, or cannot be reached`,
  ],
  [
    /\btopic has been deleted and\b|\bpartitions decreased\b/,
    words`The topic is not that which the checkpoint was made of, but was deleted and made anew: clear the pipeline's storage, so that it is read from its beginning`,
  ],
  [
    /\bis (?:before earliest available|outside available) (?:sequence|stream range)\b|\bexceeds available stream tail\b|\bis after valid upper bound\b|\b(?:but the )?stream is empty\b|\brequested messages have been deleted\b/,
    NOT_THERE_ANY_MORE,
  ],
  [
    /\bUnknownTopic(?:OrPartition)?\b|\breturned no results for\b|\bhas zero partitions\b/,
    words`The topic that it names is not there at its broker: correct the name, or create it`,
  ],
  [
    /\bUnknownPartition\b/,
    words`A partition that its configuration names is not in the topic: correct partitions or start_from`,
  ],
  [/\bInvalidTopic\b/, words`The name of its topic is not valid at the broker: correct it`],
  [/\bUnsupportedSASLMechanism\b|\bNo provider for SASL mechanism\b/, NO_SASL],
  [
    /\bincorrect security\.protocol configuration\b|\bconnecting to a SSL listener\b/,
    words`The broker closed the connection at its first words: as a rule it speaks TLS or wants a login where the connector does not. Set security.protocol, or correct the port`,
  ],
  [
    /\bssl\.[\w.]+\.location failed\b/,
    words`The file that this setting names is not there, or is no certificate, seen from where the pipeline runs: correct the path, or give its text (ssl.ca.pem and the like)`,
  ],
  [
    /\bjetstream not enabled\b|\bno responders\b/i,
    words`That server, or the account that it connects as, has no JetStream, which the connector reads: enable it there`,
  ],
  [
    /\bis not a valid subset of the interest subjects\b/,
    words`The subjects that it filters by are none of the stream's: correct filter_subjects in its configuration`,
  ],
  [
    /\bsignalled by the server - Moved\b|\bMOVED \d+ /i,
    words`Its server is one node of a Redis Cluster, which the connector does not follow to the others: write to a server that is no cluster`,
  ],
  [/\b(?:Topic|Group|Cluster|TransactionalId)AuthorizationFailed\b/, NO_RIGHT_OF_BROKER],
];
