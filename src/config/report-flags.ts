import type { ReportFlag } from "./command-line.ts";

export const REPORT_FORMATS = ["html", "md"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

interface DescribedFlag {
  readonly short?: string;
  /** What stands for its value; absent for one that takes none. */
  readonly value?: string;
  /** What it takes, where that is one of a few. */
  readonly values?: readonly string[];
  readonly means: string;
}

/** Each flag of `report` with what it is for, in the words of `--help`. */
export const REPORT_FLAGS: Readonly<Record<ReportFlag, DescribedFlag>> = {
  output: { short: "o", value: "FILE", means: "the file to write; without it the report goes to stdout" },
  format: {
    value: REPORT_FORMATS.join("|"),
    values: REPORT_FORMATS,
    means: "html has the pictures, md is text alone (default: md for a FILE.md, else html)",
  },
  instance: {
    value: "NAME",
    means: "which Feldera or bundle of the instances file; needed where that names several",
  },
  force: { means: "replace FILE if it is there; without it nothing is overwritten" },
};
