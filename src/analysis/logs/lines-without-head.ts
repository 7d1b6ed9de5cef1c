import type { Kind } from "./record.ts";

/** Its number stands behind a thread's name since Rust 1.91; one without a name is `<unnamed>`. */
const PANIC = /^thread '.{0,300}'(?: \(\d+\))? panicked at /;
const ABORT =
  /^(?:memory allocation of \d+ bytes failed|fatal runtime error: |thread '.{0,300}'(?: \(\d+\))? has overflowed its stack|terminate called |(?:free|malloc|realloc)\(\): |double free or corruption|corrupted size vs|\*\*\* stack smashing detected)/;
/** What a shell or the C library prints of a process that a signal ended. */
const ENDED_BY_SIGNAL =
  /^(?:Aborted|Killed|Terminated|Segmentation fault|Bus error|Illegal instruction)(?: \(core dumped\))?$/;

/** The kind of record that a line without a head opens by what it says, if it opens one. */
export function kindOpenedBy(line: string): Exclude<Kind, "log" | "text"> | undefined {
  if (PANIC.test(line)) return "panic";
  if (ABORT.test(line) || ENDED_BY_SIGNAL.test(line)) return "abort";
  if (line.startsWith("Pipeline configuration read from ") || opensConfigurationDump(line))
    return "configuration";
  return undefined;
}

/** A pipeline prints its whole configuration at its start, as indented JSON from this line to one that is `}`. */
export function opensConfigurationDump(line: string): boolean {
  return line === "Pipeline configuration loaded successfully: {";
}

const INDENTED_JSON = /^ {2,}(?:["{}[\]]|-?\d[\d.eE+-]*,?$|(?:true|false|null),?$)/;

/** Whether a line can stand in the dump, where lines of other threads may stand between its own. */
export function continuesConfigurationDump(line: string): boolean {
  return closesConfigurationDump(line) || INDENTED_JSON.test(line);
}

export function closesConfigurationDump(line: string): boolean {
  return line === "}";
}

/** Whether a text is what is left of a dump whose first lines are gone. */
export function isEndOfConfigurationDump(text: string): boolean {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  return closesConfigurationDump(last) && text.split("\n").every(continuesConfigurationDump);
}
