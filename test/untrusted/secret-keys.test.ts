import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSecretKey, isSecretParameter, nextSecretWord } from "../../src/untrusted/secret-keys.ts";

describe("a secret's key", () => {
  test.each([
    ...[
      "password",
      "Password",
      "PASSWORD",
      "passwd",
      "pwd",
      "passphrase",
      "pass_word",
      "PGPASSWORD",
      "dbPassword",
    ],
    ...["sasl.password", "sasl.jaas.config", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password"],
    ...["sasl.oauthbearer.client.secret", "ssl_client_key", "kafka_password_prod", "password2", "DB_PASS"],
    ...[
      "secret",
      "client_secret",
      "clientSecret",
      "client-secret",
      "secrets",
      "secret_key",
      "token",
      "PARTNER_TOKEN",
    ],
    ...[
      "TOKEN_OF_PARTNER",
      "access_token",
      "access_tokens",
      "rest.token",
      "rest.credential",
      "credentials",
      "jwt",
      "nkey",
    ],
    ...["api_key", "apiKey", "API-KEY", "api.key", "x-api-key", "apikeys", "access_key", "aws_access_key_id"],
    ...[
      "AWSAccessKeyId",
      "aws_secret_access_key",
      "aws_session_token",
      "glue.secret-access-key",
      "account_key",
    ],
    ...[
      "AccountKey",
      "SharedAccessKey",
      "sas_token",
      "azure_storage_key",
      "service_account_key",
      "private_key",
    ],
    ...["authorization", "Proxy-Authorization", "bearer", "cookie", "connection_string", "connectionString"],
    ...["user_and_password", "license_key", "encryption_key", "sharedAccessSignature"],
  ])("is %s", (name) => {
    expect(isSecretKey(name)).toBe(true);
  });
});

describe("not a secret's key", () => {
  test.each([
    ...[
      "key",
      "keys",
      "primary_key",
      "foreign_keys",
      "key_position",
      "partition_key",
      "public_key",
      "s_nationkey",
    ],
    ...[
      "token_count",
      "max_tokens",
      "tokens",
      "tokenizer",
      "token_expiry",
      "oauth2-token-url",
      "completion_token",
    ],
    ...[
      "next_page_token",
      "secrets_dir",
      "secret_ref",
      "secretName",
      "secretKeyRef",
      "secret_version",
      "secretary",
    ],
    ...["password_file", "password_policy", "ssl.key.location", "ssl_client_key_location", "private_key_id"],
    ...[
      "credentials_path",
      "SharedAccessKeyName",
      "sasl.mechanism",
      "sasl.username",
      "sasl.oauthbearer.method",
    ],
    ...[
      "sasl.oauthbearer.token.endpoint.url",
      "jwt_issuer",
      "author",
      "authority",
      "pass",
      "bypass",
      "token.rs",
    ],
    ...["service_account_name", "service_account_email", "user", "path", "key_separator", "passenger", ""],
  ])("is %s", (name) => {
    expect(isSecretKey(name)).toBe(false);
  });
});

test("a URL's parameters have secret names of their own", () => {
  for (const name of ["key", "sig", "signature", "auth", "X-Amz-Signature", "X-Amz-Credential", "token"]) {
    expect(isSecretParameter(name), name).toBe(true);
  }
  for (const name of ["keys", "page", "signed", "X-Amz-Date", "sort_key"]) {
    expect(isSecretParameter(name), name).toBe(false);
  }
});

test("a name of a million characters is judged by its end", () => {
  expect(isSecretKey(`${"a.".repeat(500_000)}password`)).toBe(true);
  expect(isSecretKey(`password.${"a.".repeat(500_000)}`)).toBe(false);
});

describe("in a text, the next secret's name", () => {
  const NAMES = [
    ...[
      "password",
      "pass-phrase",
      "PASSCODES",
      "passwd",
      "pwd",
      "postgres_pass",
      "secrets",
      "Token",
      "refresh tokens",
    ],
    ...[
      "credential",
      "access.key.id",
      "azure storage key",
      "subscriptionKeys",
      "key_pem",
      "jaas.config",
      "nkey",
      "jwt",
    ],
    ...["bearer", "authorisation", "cookie", "connection string", "shared access signature", "identified by"],
  ];

  test("is found after any other text", () => {
    const others = fc.constantFrom(
      "key",
      "s_nkey",
      "connection",
      "signature",
      "by",
      "\n",
      " ",
      ".",
      "=",
      "x",
      "é",
    );
    fc.assert(
      fc.property(fc.array(others), fc.constantFrom(...NAMES), fc.array(others), (before, name, after) => {
        const start = before.join("").length + 2;
        const text = `${before.join("")}; ${name}\n${after.join("")}`;
        const found: string[] = [];
        for (let word = nextSecretWord(text, 0); word !== undefined; word = nextSecretWord(text, word.end)) {
          if (word.start <= start && word.end > start) found.push(text.slice(word.start, word.end));
        }
        expect(found).toEqual([name]);
      }),
    );
  });
});
