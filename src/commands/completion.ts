import { ConfigError } from "../config/error.ts";

/** The script with which a shell completes commands, flags and tools. @throws ConfigError for a shell that is not known */
export async function completionOf(shell: string | undefined): Promise<string> {
  const [{ completionScript, SHELLS }, { completable }] = await Promise.all([
    import("../terminal/completion.ts"),
    import("../terminal/completable.ts"),
  ]);
  const known = SHELLS.find((one) => one === shell);
  if (known !== undefined) return completionScript(known, completable());
  throw new ConfigError(`completion: write feldera-mcp completion and one of ${SHELLS.join(", ")}`);
}
