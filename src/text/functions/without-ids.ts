/** Feldera ends its messages with the pipeline's id and name, which the call has named already. */
export function withoutIds(message: string): string {
  return message.replace(/ pipeline-id=\S+ pipeline-name="[^"\n]*"/g, "");
}
