/** How every planted secret begins: no recording holds it, so that a cut one is found as well. */
export const SIGN = "q7Zx-";

/** A secret that nothing else is: letters, digits and a sign or two, as generated ones are. */
export function secretOf(number: number): string {
  return `${SIGN}${number}-${((number + 1) * 2_654_435_761).toString(36)}k9`;
}

const json = (text: string) => JSON.stringify(text);

/** Where a secret can be known for one: by the name before it, by its place in a URL, by its form. */
export const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  "SQL property": (s) => `WITH ('sasl.password' = '${s}', 'topic' = 't')`,
  "SQL connectors": (s) => `'connectors' = '[{"config": {"aws_secret_access_key": "${s}"}}]'`,
  "SQL user": (s) => `CREATE USER u IDENTIFIED BY '${s}';`,
  "SQL role": (s) => `ALTER ROLE u WITH ENCRYPTED PASSWORD '${s}';`,
  JSON: (s) => `{"name": "x", "client_secret": ${json(s)}, "y": 1}`,
  "JSON in JSON": (s) => JSON.stringify({ config: JSON.stringify({ token: s, x: 1 }) }),
  "JSON with variables": (s) => JSON.stringify([{ name: "DB_PASSWORD", value: s }]),
  "JSON, arguments": (s) => JSON.stringify(["run", "--api-key", s]),
  "Rust, debug": (s) => `Config { token: Some(${json(s)}), x: None }`,
  "Rust, source": (s) => `let api_key: &str = "${s}";`,
  "URL, userinfo": (s) => `failed: http://bob:${s}@host.example:80/x?y=z`,
  "URL, token": (s) => `GET https://host.example/x?token=${s}&y=1#z`,
  "URL, signature": (s) => `https://x.blob.core.windows.net/c?sv=2024&sig=${s}&se=2027`,
  "URL, S3 presigned": (s) => `https://b.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=${s}`,
  "URL, Postgres": (s) => `postgresql://sync:${s}@db.example.com:5432/offers?sslmode=require`,
  "URL, Redis": (s) => `redis://:${s}@redis.example.com:6379/0`,
  JDBC: (s) => `jdbc:postgresql://db.example.com/offers?user=sync&password=${s}`,
  "JDBC, SQL Server": (s) => `jdbc:sqlserver://db.example.com:1433;user=sa;password=${s};encrypt=true`,
  "libpq words": (s) => `host=db user=sync password=${s} dbname=offers`,
  ODBC: (s) => `Driver={x};Server=db;Uid=sync;Pwd=${s};`,
  "Azure connection string": (s) => `AccountName=a;AccountKey=${s};EndpointSuffix=core.windows.net`,
  "GCP service account": (s) =>
    `{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\\n${s}\\n-----END PRIVATE KEY-----\\n"}`,
  PEM: (s) => `-----BEGIN RSA PRIVATE KEY-----\n${s}\n-----END RSA PRIVATE KEY-----`,
  JAAS: (s) => `org.apache.kafka.PlainLoginModule required username="bob" password="${s}";`,
  SASL: (s) => `sasl.username=bob\nsasl.password=${s}\nsasl.mechanism=PLAIN`,
  properties: (s) => `ssl.keystore.password=${s}`,
  environment: (s) => `export PARTNER_TOKEN=${s}; run`,
  YAML: (s) => `  password: ${s}\n  user: bob`,
  option: (s) => `psql --password ${s} --user bob`,
  header: (s) => `> Authorization: Bearer ${s}\n> Host: h`,
  "header, basic": (s) => `> Authorization: Basic ${Buffer.from(`bob:${s}`).toString("base64")}`,
  cookie: (s) => `Set-Cookie: session=${s}; HttpOnly`,
  prose: (s) => `sync of partners, password ${s}`,
  "prose, is": (s) => `the new password is ${s}, do not tell`,
};

/** Names under which connectors, clouds and programs keep secrets. */
export const KEYS = [
  ...[
    "password",
    "sasl.password",
    "ssl.key.password",
    "ssl.keystore.password",
    "ssl.key.pem",
    "sasl.jaas.config",
  ],
  ...["aws_secret_access_key", "aws_session_token", "aws_access_key_id", "google_service_account_key"],
  ...["azure_storage_account_key", "azure_storage_sas_key", "client_secret", "oauth_token", "auth_token"],
  ...["api_key", "apiKey", "API_KEY", "X-Api-Key", "authorization", "Authorization", "bearer_token"],
  ...["private_key", "privateKeyPem", "private_key_passphrase", "passphrase", "token", "refresh_token"],
  ...["credentials", "credential", "secret", "secretKey", "connection_string", "PGPASSWORD", "DB_PASSWORD"],
  ...["MYSQL_PWD", "redis_password", "snowflake_password", "encryption_key", "signing_key", "license_key"],
  ...["cookie", "jwt", "nkey", "sasl_oauthbearer_client_secret", "shared_access_signature"],
];
