/** Both records that a pipeline writes of a call of its API which it answers with an error. */
const FAILED_REQUEST = /^(?:\[HTTP error response\] |Response: \d{3} .* to request [A-Z]+ \/)/;

/** Whether a record is about a call that somebody made, such as this server's own: it is no failure of the pipeline's. */
export function isFailedRequest(message: string): boolean {
  return FAILED_REQUEST.test(message);
}
