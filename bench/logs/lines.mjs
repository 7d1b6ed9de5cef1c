const RECORD =
  "[p] \x1b[2m2026-11-21T07:46:18.340912Z\x1b[0m \x1b[32m INFO\x1b[0m \x1b[2mdbsp_adapters::controller\x1b[0m\x1b[2m:\x1b[0m  batch NUMBER of orders.orders_gen took 12.5 ms, 'k-NUMBER' was its last\n";

const KINDS = {
  /** As a pipeline logs. */
  records: (i) => RECORD.replaceAll("NUMBER", String(i)),
  /** As many lines as a manager keeps in so few bytes. */
  short: (i) => `row ${String(i).padStart(6)} is read\n`,
};

/** A log of about so many bytes, in whole lines of a kind. */
export function logOf(kind, bytes) {
  const line = KINDS[kind];
  const lines = [];
  for (let i = 0, length = 0; length < bytes; i++) {
    lines.push(line(i));
    length += lines.at(-1).length;
  }
  return Buffer.from(lines.join(""));
}
