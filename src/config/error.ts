/** A setting that cannot be used; the message is one line: which setting, what is wrong, what to write. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(message: string) {
    super(message.replace(/\s+/g, " "));
  }
}
