import { SETTINGS, type SettingName } from "./settings.ts";

/** What an instance of the instances file may have, and the setting that it stands for. */
export const MEMBERS_OF_A_FELDERA: Readonly<Record<string, SettingName>> = {
  url: "host",
  api_key_env: "apiKey",
  api_key_file: "apiKeyFile",
  oidc_token_file: "oidcTokenFile",
  headers_file: "headersFile",
  tenant: "tenant",
  https_tls_cert: "tlsCert",
};

export interface NamedMember {
  readonly member: string;
  /** The variable of the setting that it stands for. */
  readonly variable: string;
}

/** The members that stand for the settings which a text names by their variables. */
export function membersNamedIn(text: string): NamedMember[] {
  const variables: ReadonlySet<string> = new Set(text.match(/\bFELDERA_[A-Z_]+\b/g));
  return Object.entries(MEMBERS_OF_A_FELDERA)
    .map(([member, setting]) => ({ member, variable: SETTINGS[setting].env }))
    .filter(({ variable }) => variables.has(variable));
}
