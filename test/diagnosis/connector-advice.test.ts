import { expect, test } from "vitest";
import { connectorAdvice, meantWords } from "../../src/diagnosis/connector-advice.ts";

test.each([
  ["Input endpoint 'a.b' specifies unknown input transport 'kafka_input'", /no such transport/],
  ["Output endpoint 'a.b' specifies unknown output format 'xml'", /no such format: csv, json, avro and parq/],
  ["Input endpoint 'a.b' specifies unknown input format 'jsonl'", /lines of JSON, too/],
  [
    "Format not supported on output endpoint 'a.b': Raw update format is not supported for output JSON streams",
    /^Its update_format is none that an output takes/,
  ],
  ["Format not supported on input endpoint 'a.b': x", /format is missing, or none that/],
  [
    "Format not supported on input endpoint 'a.b': datagen endpoints do not support custom formats: remove the 'format' section from connector specification",
    /^That transport has a format of its own/,
  ],
  [
    "cyclic 'start_after' dependency detected: endpoint 'a.x' with label 'l' waits for endpoint 'b.y' with label 'm', which waits for endpoint 'a.x' with label 'l'",
    /wait for one another in a circle/,
  ],
  ["empty 'start_after' field for input endpoint 'a.b'", /names no label/],
  ["Input endpoint 'a.b' already exists", /Two connectors have one name/],
  [
    "endpoint 'a.b' cannot use the 'soft_delete' property: table 'a' has a primary key (id); soft deletes are only supported for tables without a primary key",
    /Its table has a primary key/,
  ],
  [
    "Error creating preprocessor for endpoint a.b: Could not locate factory generating preprocessor: decrypt",
    /no preprocessor or postprocessor of that name/,
  ],
  [
    "Error creating preprocessor for endpoint a.b: Configuration error: DecryptionPreprocessor: 'key' is not valid base64",
    /^A setting of its configuration is missing, misspelt/,
  ],
  ["HTTP status code of response (410 Gone) is not success (2xx)", /What it names is not there/],
  ["HTTP status code of response (422 Unprocessable Entity) is not success (2xx)", /refuses the request/],
  ["Failed to open input file 'data/x.json': No such file or directory (os error 2)", /a relative path/],
  ["Error parsing format configuration for input endpoint 'a.b': missing field `topics`", /misspelt/],
  ["Failed to connect to host: Connection refused (os error 111)", /Nothing listens/],
  ["UnknownTopicOrPartition (Broker: Unknown topic or partition)", /^The topic .* is not there/],
  ["error fetching metadata: UnknownPartition (Local: Unknown partition)", /partition that its config/],
  ["Client creation error: No provider for SASL mechanism GSSAPI: recompile", /where none is set/],
  ["Message consumption error: OffsetOutOfRange (Broker: Offset out of range)", /offset to start from/],
  ["Resolve (Local: Host resolution failure)", /cannot be resolved/],
  [
    "Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol configuration (connecting to a SSL listener?)",
    /closed the connection at its first words/,
  ],
  ["Client creation error: ssl.ca.location failed: No such file or directory", /file that this setting/],
  ["error retrieving object list: service error: NoSuchBucket: no bucket", /no such bucket/],
  ["could not fetch object 'a.json': service error: NoSuchKey: no key", /no object of that key/],
  ["dispatch failure: other: an error occurred while loading credentials", /has no credentials/],
  ["ObjectStore { source: RetryError { inner: BareRedirect } }", /bucket's region/],
  [
    "NATS initialization failed for stream 'O' at server 'nats://n:4222' (connection_timeout=10s, request_timeout=10s): Failed to get stream 'O': jetstream error: stream not found (code 404, error code 10059)",
    /What it names is not there/,
  ],
  ["Failed to connect to NATS server at nats://n:4222: authorization violation", /refuses the credentials/],
  ["Failed to get stream 'O': request error: no responders", /has no JetStream/],
  ["Invalid NATS input configuration: inactivity_timeout_secs must be at least 1", /A setting of its/],
  ["error connecting to the Redis server: Redis URL did not parse- InvalidClientConfig", /is not valid/],
  ["timed out waiting for connection: NOAUTH: Authentication required.", /refuses the credentials/],
  ["READONLY: You can't write against a read only replica.", /takes no writes now/],
  ["cannot connect to postgres yet: invalid configuration: password missing", /^The uri .* lacks what/],
  ['cannot insert into view "v"', /is a view there/],
  ['invalid input value for enum mood: "odd"', /does not fit its column/],
  ["cannot execute INSERT in a read-only transaction", /takes no writes now/],
  ["canceling statement due to statement timeout", /was reached, and ended the statement/],
  ['column "n" of relation "t" does not exist', /lacks that column, which the view has/],
  ['duplicate key value violates unique constraint "t_pkey"', /two rows of one key/],
  ['error executing query: db error: ERROR: invalid input syntax for type integer: "x"', /refuses the query/],
  ["error opening delta table '/t': InvalidVersion(99)", /no such version/],
  ["failed to lookup address information: Name or service not known", /cannot be resolved/],
  ["postgres_output transport does not allow 'format' specification", /take format out/],
  [
    "The 'raw' input format is used with table 't', which has 3 columns. Use the 'column_name' configuration option",
    /name it in column_name/,
  ],
  ["'snapshot' and 'timestamp' config options cannot be set at the same time", /A setting of its/],
  ["'end_version' must be greater than 'version'", /A setting of its/],
  ["'follow' mode requires an Iceberg catalog: set the 'catalog_type' property.", /A setting of its/],
  [
    "error retrieving batch 0: Resources exhausted\nDataFusion memory pool is exhausted. Current datafusion memory pool limit: 64 MB.",
    /raise the limit that the error names/,
  ],
  [
    "pinned Iceberg snapshot 7 is no longer part of the table's current history; it may have been expired",
    /no such snapshot any more/,
  ],
  [
    "Delta file reader: cannot read column 'a' of file 'x.parquet': the file stores it as Utf8, which is not convertible to the Int32",
    /does not fit the table's own schema/,
  ],
  [
    "HTTP response is 206 Partial Content but has no Content-Range header",
    /does not give that part of the file/,
  ],
  ["operation timed out", /does not answer/],
  ["error opening '/data/x': Permission denied (os error 13)", /may not read or write/],
  ["error opening '/data/x': No such file or directory (os error 2)", /is not there, seen from where/],
  [
    'Error parsing format configuration: invalid value: string "tab", expected a character',
    /takes one character/,
  ],
  ['Invalid min datetime range for field "sold_at": premature end of input', /with its zone/],
  ['column "__feldera_op" of relation "fullness" does not exist', /mode cdc/],
  ["error executing query: db error", /refuses the query/],
  ["Unable to connect to postgres instance 'postgres://h/d': db error", /was reached, and refuses it/],
  ['cannot connect to postgres: db error: FATAL: role "desk" is not permitted to log in', /ALTER ROLE/],
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
  [
    "Failed to connect to host: received corrupt message of type InvalidContentType",
    /not speak TLS.*http inst/,
  ],
  ["error performing TLS handshake: server does not support TLS", /does not speak TLS.*sslmode/],
  ["SSL handshake failed: Disconnected: connecting to a PLAINTEXT broker listener?", /security\.protocol/],
  ["Failed to connect to host: received fatal alert: HandshakeFailure", /no version or cipher/],
  ["Failed to connect to host: received fatal alert: CertificateRequired", /the connector's own certificate/],
  ["Failed to connect to host: invalid peer certificate: NotValidForName", /is for another name/],
  ["Invalid URL: URL parse error: invalid format", /is not valid: it begins with its scheme/],
  ["invalid format", /begins with its scheme/],
  ["Invalid URL: Missing URL scheme", /begins with its scheme/],
  ['relation "reporting.turnover" does not exist', /takes the dot for a part of the name/],
  ['relation "turnover" does not exist', /What it names is not there/],
  ['error executing query: db error: ERROR: relation "a.b" does not exist', /What it names is not there/],
  [
    "Failed to open input file '/srv/sales*.json': No such file or directory (os error 2)",
    /path has a pattern/,
  ],
  ["Timeout while waiting for response", /was reached and gives no answer/],
  [
    "Failed to connect to host: Internal error: connector has been disconnected",
    /took the connection, and closed it without an answer/,
  ],
  ["Failed to connect to host: Timeout while establishing connection", /a firewall or a wrong address/],
  [
    'insert on table "turnover" violates foreign key constraint "turnover_fk"',
    /refer to rows that another table there does not have/,
  ],
  ['new row violates check constraint "positive"', /refuses such rows/],
  ["Field `price` specified in datagen does not exist in the table schema.", /is no column of its table/],
  ['Empty range, min >= max for field "qty"', /plan does not fit its column/],
  ['Range for field `"qty"` must be positive.', /plan does not fit its column/],
  ["invalid peer certificate: UnknownIssuer", /certificate is not trusted/],
  [
    "Generic S3 error: Error performing PUT http://169.254.169.254/latest/api/token in 5.2s, after 10 retries, retry_timeout: 180s - HTTP error: error sending request",
    /has no credentials for what it opens/,
  ],
  [
    "Message consumption error: GroupAuthorizationFailed (Broker: Group authorization failed)",
    /lacks the right to that topic, group or cluster/,
  ],
  [
    "error opening delta table 's3://b/t': ObjectStore { source: PermissionDenied { path: \"t\", source: Status { status: 403 } } }",
    /refuses the credentials/,
  ],
  [
    "error executing query: db error: ERROR: permission denied for table orders",
    /lacks the right.*GRANT SELECT/,
  ],
  ["permission denied for schema accounts", /lacks the right/],
  ['FATAL: role "desk" is not permitted to log in', /ALTER ROLE/],
  ['Os { code: 13, kind: PermissionDenied, message: "Permission denied" }', /may not read or write/],
  ["HTTP status code of response (401 Unauthorized) is not success (2xx)", /refuses the credentials/],
  ["HTTP status code of response (429 Too Many Requests) is not success (2xx)", /fewer requests/],
  ["error connecting to server: FATAL: sorry, too many clients already", /no connection left/],
  [
    'cannot connect to postgres: db error: FATAL: too many connections for role "desk"',
    /no connection left.*limit of the role/,
  ],
  [
    "cannot connect to postgres: db error: FATAL: the database system is starting up",
    /was reached, and refuses it, as the error says/,
  ],
  [
    "Unable to connect to postgres instance 'desk@h/d': invalid connection string",
    /so that no server was asked/,
  ],
  [
    "Unable to connect to postgres instance 'postgres://h/d': error performing TLS handshake: server does not support TLS",
    /does not speak TLS/,
  ],
  [
    'Unable to connect to postgres instance: FATAL: no pg_hba.conf entry for host "10.0.0.1", no encryption',
    /lets nobody in/,
  ],
  [
    "there is no unique or exclusion constraint matching the ON CONFLICT specification",
    /has no key over the columns/,
  ],
  ["logical decoding requires wal_level >= logical", /wal_level logical/],
  ["OOM command not allowed when used memory > 'maxmemory'", /has reached maxmemory/],
  [
    "JSON record exceeds maximum buffer size supported by the output transport. Max supported buffer size is 1000 bytes",
    /rows smaller/,
  ],
  ["Checkpoint for topic a refers to offsets that no longer exist in the topic", /retention has deleted/],
  ["this implies that the topic has been deleted and recreated", /was deleted and made anew/],
  ["Resume sequence 8 is before earliest available sequence 100 for stream 'a'", /limits have deleted/],
  ['Generic { store: "S3", source: MissingRegion }', /region/],
  ['Unhandled(ErrorMetadata { code: Some("RequestTimeTooSkewed") })', /clock/],
  [
    'Generic { store: "S3", source: HttpError { kind: Connect, source: reqwest::Error { kind: Request } } }',
    /could not be reached/,
  ],
  ["error sending request for url (http://rest:8181/v1/config)", /could not be reached/],
  ['KernelError(UnsupportedFeature("Unsupported reader features: typeWidening"))', /a feature of its format/],
  [
    "error reading the next log entry (current table version: 7): Object at location t/_delta_log/00000000000000000008.json not found",
    /VACUUM/,
  ],
  ["Transaction { source: MaxCommitAttempts(15) }", /one writer at a time/],
  [
    "Schema error: No field named amount. Valid fields are snapshot.id",
    /column that its source's table does not have/,
  ],
  ["error deserializing table records from Parquet data: missing field `id`", /do not fit those of the SQL/],
  ["error validating Avro schema: column 'amount' is missing in the Avro schema", /do not agree/],
  [
    'Schema being registered is incompatible with an earlier schema for subject "orders-value"',
    /keeps an earlier schema/,
  ],
  [
    'Client config error: No such configuration property: "bootstrap.serverz"',
    /A setting of its configuration/,
  ],
  ["the 'cdc_order_by' property is not set", /A setting of its configuration/],
])("%s has words of its own", (cause, says) => {
  expect(String(connectorAdvice(cause))).toMatch(says);
});

test("what an error means stands beside it where its words do not say it", () => {
  expect(String(meantWords("received corrupt message of type InvalidContentType"))).toMatch(/speaks no TLS/);
  expect(String(meantWords("Receive failed: Invalid response size 1157627904"))).toMatch(/no Kafka broker/);
  expect(String(meantWords("invalid format"))).toMatch(/address in its configuration is not valid/);
  expect(meantWords("error performing TLS handshake: server does not support TLS")).toBeUndefined();
  expect(meantWords("column 3: invalid format")).toBeUndefined();
  expect(meantWords("invalid peer certificate: Expired")).toBeUndefined();
  expect(meantWords("Connection refused (os error 111)")).toBeUndefined();
});

test.each([
  ["error opening '/srv/tls/certificates.json': No such file or directory (os error 2)", /file or directory/],
  ["could not fetch object 'timeout/forbidden.json': Connection refused (os error 111)", /Nothing listens/],
  ["http://host/ssl/handshake.csv: HTTP status code of response (404 Not Found)", /is not there/],
  ['FATAL: database "timeout" does not exist', /is not there/],
])("the names in %s are no words of an error", (cause, says) => {
  expect(String(connectorAdvice(cause))).toMatch(says);
});

test("what is of no known kind is not guessed at", () => {
  expect(connectorAdvice("something odd happened")).toBeUndefined();
});
