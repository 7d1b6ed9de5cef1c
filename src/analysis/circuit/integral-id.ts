/** What the persistent id of a trace says: the stream that it integrates, and which of its integrals it is. */
export interface IntegralId {
  /** The 64 digits of the stream's own. */
  readonly stream: string;
  readonly suffix: string;
}

/** Undefined of what is no trace. */
export function integralId(persistentId = ""): IntegralId | undefined {
  const [, stream, suffix] = /^([0-9a-f]{64})(.*integral.*)$/i.exec(persistentId) ?? [];
  return stream === undefined || suffix === undefined ? undefined : { stream, suffix };
}

/** Of what a table, an aggregate or the like puts out. */
export function isOfOutput(suffix: string): boolean {
  return /^\.(?:distinct\.)?integral/i.test(suffix);
}
