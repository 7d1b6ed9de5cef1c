import { type Head, parseJsonHead, parseTextHead } from "./head.ts";
import { cutText, type Line } from "./lines.ts";
import {
  closesConfigurationDump,
  continuesConfigurationDump,
  isEndOfConfigurationDump,
  kindOpenedBy,
  opensConfigurationDump,
} from "./lines-without-head.ts";
import type { Kind, LogRecord, Moment } from "./record.ts";

const DISCARDED = /^\.\.\. (\d{1,15}) prior log lines were discarded due to buffer constraints/;
/** What the control plane writes behind each of its messages. */
const PIPELINE_LABEL = / pipeline-(?:id|name)="[^"\n]*"$/;

/** Puts lines together into records, one line after the other. */
export class Assembly {
  /** Lines that Feldera's buffer had dropped, by its notice. */
  linesDiscardedByFeldera = 0;
  /** Notices, and blank lines that follow no record. */
  linesOutsideRecords = 0;
  linesCut = 0;

  readonly #records: LogRecord[] = [];
  /** The lines of records that have several, until all are there: a record may have as many as the log. */
  readonly #texts = new Map<LogRecord, string[]>();
  /** Those with a line that is not plain. */
  readonly #unsettled = new Set<LogRecord>();
  readonly #clean: (text: string) => string;
  readonly #maxLineBytes: number;
  /** The record that takes the next line without a head. */
  #current: LogRecord | undefined;
  #configuration: LogRecord | undefined;
  #dump: "none" | "announced" | "open" = "none";
  #sawLogger = false;

  constructor(clean: (text: string) => string, maxLineBytes: number) {
    this.#clean = clean;
    this.#maxLineBytes = maxLineBytes;
  }

  /** @param clean the same line without colours and secrets */
  add(line: Line, clean: { readonly text: string; readonly isPlain: boolean }): void {
    const json = parseJsonHead(line.text, this.#clean);
    const { text, bytesCut } =
      json === undefined ? cutText(clean.text, this.#maxLineBytes) : this.#cleanedLines(json.message);
    const cut = line.bytesCut + bytesCut;
    if (cut > 0) this.linesCut++;
    const head = json === undefined ? parseTextHead(text) : { ...json, message: text };
    const record = head === undefined ? this.#addPlain({ text, bytesCut: cut }) : this.#addHead(head, cut);
    if (record !== undefined && !clean.isPlain) this.#unsettled.add(record);
  }

  /** The records, in the log's order, their messages complete. */
  finish(): LogRecord[] {
    for (const record of this.#records) {
      const message = (this.#texts.get(record)?.join("\n") ?? record.message).trimEnd();
      // A secret may span lines, and then shows in no single one.
      const mayHoldMore = this.#unsettled.has(record) && message.includes("\n");
      const cleaned = mayHoldMore ? this.#clean(message) : message;
      record.message = record.source === "manager" ? withoutPipelineLabels(cleaned) : cleaned;
    }
    const [first] = this.#records;
    if (first?.kind === "text" && isEndOfConfigurationDump(first.message)) first.kind = "configuration";
    setBetween(this.#records);
    return this.#records;
  }

  /** @returns the record that the line is in, if it is in any */
  #addHead(head: Head, bytesCut: number): LogRecord | undefined {
    if (this.#takeNotice(head.message)) return undefined;
    this.#sawLogger = true;
    // By the time the control plane speaks, the configuration is printed, or the process is gone.
    if (head.source === "manager") this.#dump = "none";
    this.#current = this.#open("log", head, { text: head.message, bytesCut });
    return this.#current;
  }

  /** @returns the record that the line is in, if it is in any */
  #addPlain(line: Line): LogRecord | undefined {
    const { text } = line;
    if (this.#configuration !== undefined && this.#dump === "open" && continuesConfigurationDump(text)) {
      this.#append(this.#configuration, line);
      if (closesConfigurationDump(text)) this.#dump = "none";
      return this.#configuration;
    }
    const kind = kindOpenedBy(text);
    if (kind === "configuration") return this.#addConfiguration(line);
    if (kind !== undefined) this.#current = this.#open(kind, undefined, line);
    else if (this.#current !== undefined) this.#append(this.#current, line);
    else if (text.trim() === "") this.linesOutsideRecords++;
    else if (!this.#takeNotice(text)) this.#current = this.#open("text", undefined, line);
    return this.#current;
  }

  /** The line that names the file and the dump are one record, though lines of other threads may come between. */
  #addConfiguration(line: Line): LogRecord {
    const isDump = opensConfigurationDump(line.text);
    if (isDump && this.#dump === "announced" && this.#configuration !== undefined) {
      this.#append(this.#configuration, line);
    } else {
      this.#configuration = this.#open("configuration", undefined, line);
    }
    this.#dump = isDump ? "open" : "announced";
    this.#current = undefined;
    return this.#configuration;
  }

  /** Feldera's notice comes first in the stream; what looks like it later on may be a row's. */
  #takeNotice(message: string): boolean {
    const discarded = this.#sawLogger ? null : DISCARDED.exec(message);
    if (discarded === null) return false;
    this.linesDiscardedByFeldera = Number(discarded[1]);
    this.linesOutsideRecords++;
    return true;
  }

  #open(kind: Kind, head: Head | undefined, line: Line): LogRecord {
    const record: LogRecord = {
      kind,
      source: head?.source ?? "plain",
      level: head?.level ?? (kind === "panic" || kind === "abort" ? "error" : undefined),
      moment: head?.moment,
      between: undefined,
      target: head?.target,
      span: head?.span,
      message: line.text,
      lines: 1,
      bytesCut: line.bytesCut,
      run: undefined,
    };
    this.#records.push(record);
    return record;
  }

  #append(record: LogRecord, { text, bytesCut }: Line): void {
    const texts = this.#texts.get(record);
    if (texts === undefined) this.#texts.set(record, [record.message, text]);
    else texts.push(text);
    record.lines++;
    record.bytesCut += bytesCut;
  }

  #cleaned(text: string): Line {
    return cutText(this.#clean(text), this.#maxLineBytes);
  }

  /** A JSON log has a message's lines in one. */
  #cleanedLines(text: string): Line {
    const lines = text.split("\n").map((line) => this.#cleaned(line));
    return {
      text: lines.map((line) => line.text).join("\n"),
      bytesCut: lines.reduce((sum, line) => sum + line.bytesCut, 0),
    };
  }
}

function withoutPipelineLabels(message: string): string {
  return message.replace(PIPELINE_LABEL, "").replace(PIPELINE_LABEL, "");
}

function setBetween(records: readonly LogRecord[]): void {
  let after: Moment | undefined;
  for (const record of records) {
    if (record.moment === undefined) record.between = { after, before: undefined };
    else after = record.moment;
  }
  let before: Moment | undefined;
  for (const record of records.toReversed()) {
    if (record.between !== undefined) record.between = { ...record.between, before };
    else before = record.moment;
  }
}
