/** What a diagnosis must answer before its findings: yes, no, or that it was not checked. */
export interface Answers {
  readonly up: "yes" | "no";
  readonly "keeps up": "yes" | "no" | "not checked";
  readonly grows: "yes" | "not yes";
  readonly "loses rows": "yes" | "none" | "not checked";
}

const WELL: Answers = { up: "yes", "keeps up": "yes", grows: "not yes", "loses rows": "none" };
const DOWN: Answers = { up: "no", "keeps up": "not checked", grows: "not yes", "loses rows": "not checked" };
const BEHIND: Answers = { ...WELL, "keeps up": "no" };
const LOSING: Answers = { ...WELL, "loses rows": "yes" };
const GROWING: Answers = { ...WELL, grows: "yes" };

/** By the names of the scenarios; those that are not named are up, keep up and lose nothing. */
const ANSWERS: Readonly<Record<string, Answers>> = {
  "storage ran full, and the disk looks half empty again": DOWN,
  "a user-defined function panics on one value": DOWN,
  "an output that never opens keeps the pipeline initializing": DOWN,
  "a connector's file is not there": DOWN,
  "a division by zero panics": DOWN,
  "an SQL error on line 6": DOWN,
  "an error in the Rust of a user-defined function": DOWN,
  "its start waits for a compiler that is busy with its Rust for 25 minutes": DOWN,
  "no compiler has taken its program for 40 minutes": DOWN,
  "the program is well, and what compiles its Rust was killed": DOWN,
  "a pipeline that is stopped, as wanted": DOWN,
  "storage ran full, under 40,000 lines of noise": DOWN,
  "Kafka refuses the credentials at the start": DOWN,
  "its program was changed, and the checkpoint that it starts from cannot be taken over": DOWN,
  "Feldera was replaced by a newer version, and the pipeline is still that of the older one": DOWN,
  "killed for lack of memory again and again, while the status shows only Unavailable": DOWN,
  "its pod was evicted, and the log is clean": DOWN,
  "it waits for approval after an edit, which looks like a hang": DOWN,
  "a process that is stopped counts as Running, and answers nothing": DOWN,
  "it was killed from outside, and nothing speaks of memory": DOWN,
  "it was killed from outside, and its log speaks of memory": DOWN,
  "a slow sink holds up the pipeline, and no field says error": BEHIND,
  "a transaction was started and never committed": BEHIND,
  "an output cannot reach its server for a while, and what comes waits for it": BEHIND,
  "a slow Postgres sink, behind which everything waits: not slow SQL": BEHIND,
  "more comes in than the circuit processes": BEHIND,
  "an input's queue may hold no more than comes in a few milliseconds": BEHIND,
  "a checkpoint waits for an open transaction": BEHIND,
  "a connector failed and vanished from the statistics, and another only logs warnings": LOSING,
  "rows that do not parse, with text that gives orders and forged log lines": LOSING,
  "tables in Postgres refuse rows of two views, and what comes after is written": LOSING,
  "a broker does not confirm messages in time, and their rows count as sent": LOSING,
  "rows are sent by HTTP to a table that the program names otherwise": LOSING,
  "one row of 3,000 does not parse": LOSING,
  "a row does not parse, and in the same pipeline an output has no server: both are told at once": LOSING,
  "one parse error swallowed 1,997 of 2,000 rows": LOSING,
  "a quote that is not closed made three rows of a file, without an error": LOSING,
  "a source two hours behind is dropped as late, which no counter shows": LOSING,
  "the same, whose circuit answers only to a longer look": LOSING,
  "a source two hours behind is dropped as late: the circuit profile proves it": LOSING,
  "one worker of a join does the work of all": GROWING,
  "a join keeps every order, and no storage takes what does not fit into memory": GROWING,
  "a hundredth of the rows comes too late": LOSING,
  "half of the rows come too late, and each of two sources has sent half of them": LOSING,
  "so few rows come too late that nobody may care": LOSING,
  "the clock of one of two sources is two hours behind, and all that it sends is late": {
    ...LOSING,
    grows: "yes",
  },
  "its twin, whose two sources have one clock; a LEFT JOIN keeps both of its sides, LATENESS or not": GROWING,
  "its other twin, whose LATENESS of 30 days lets nothing go for days": GROWING,
  "a join finds no row of the other side, since one clock is six hours behind": GROWING,
  "its twin, whose clocks agree, and whose keys do not": GROWING,
  "one of two sources sends little, and what it sends comes too late": LOSING,
  "one worker of a join does the work of all, and the rows that come wait for it": {
    ...GROWING,
    "keeps up": "no",
  },
  "a join without a condition multiplies rows": { ...GROWING, "keeps up": "no" },
  "a join keeps every order, since a customer may change at any time": GROWING,
  "no customer is found any more for the orders that come, since keys are written otherwise of late": GROWING,
  "its twin, whose orders go on to find their customers": GROWING,
  "two of five orders are of no customer that there is, and no counter shows it": GROWING,
  "one side of a join has LATENESS, and the state of that side grows": GROWING,
  "state grows under a memory limit that is lower than the caches": GROWING,
  "the same state grows, far from any limit": GROWING,
  "a connector that its configuration pauses starves a join": GROWING,
  "a connector is configured paused, and the other side of its join keeps all until it starts": GROWING,
  "the SQL that a pipeline which does not keep up spends its time on": { ...GROWING, "keeps up": "no" },
  "a division by zero ended both of its runs, each 20 s after its start": DOWN,
  "somebody froze its process, which is there and answers nothing": DOWN,
  "its twin, whose process was killed": DOWN,
  "a process was killed whose state grew and had no storage, and of whose size nothing was seen": DOWN,
  "a setting of a connector's format is misspelt, and its rows are divided otherwise than its default": {
    ...LOSING,
    grows: "yes",
  },
  "numbers have separators between their digits in some rows of a file": { ...LOSING, grows: "yes" },
  "their twin, whose file has quotes with commas and quotes in them, and no line break at its end": GROWING,
  "memory that it asked for was refused, and the process ended itself": DOWN,
  "the transport of a connector is one that Feldera does not have": DOWN,
  "the path of a connector's file is a secret that is not there": DOWN,
  "its twin, whose path is known, and whose file is not there": DOWN,
  "a division by zero ended all three of its runs, 10 s to 13 s after each start": DOWN,
  "its twin, whose rows were corrected after two deaths of another error": GROWING,
  "a file is compressed, and its connector reads text": { ...LOSING, grows: "yes" },
  "its twin, whose file is text that is divided by semicolons": { ...LOSING, grows: "yes" },
  "some of the rows that were posted have a word where a number belongs": { ...LOSING, grows: "yes" },
  "change events of Debezium were posted as bare rows": LOSING,
  "a source may give a step one row at a time": { ...GROWING, "keeps up": "no" },
  "who reads a view by HTTP takes too little, and holds up all others": { ...GROWING, "keeps up": "no" },
  "the twin of these three: rows as they come, all posted by connectors, into files": GROWING,
  "a CAST to INT meets a row with n/a": DOWN,
  "one row of 2099 makes all that come after it late": LOSING,
  "one visitor has most rows of both sides of a join": { ...GROWING, "keeps up": "no" },
  "most rows of a table are taken back by the next line of its file, within the step that they came in":
    LOSING,
  "its twin, whose file takes no row back": WELL,
  "its twin, whose visitors have as many rows each: the join keeps them, and multiplies nothing": GROWING,
  "a window over an hour without LATENESS keeps every row": GROWING,
  "one of two tables has ended, and the minutes that wait for both come out no more": GROWING,
  "a join forgets one side by the times of the other, which has ended": GROWING,
  "a server closes the connection after half of a file": LOSING,
  "a server answers 500 where the same file should be": LOSING,
  "an output writes to a disk that is full": LOSING,
  "an output gathers its rows for an hour, as it is set to": BEHIND,
  "a recursive view counts how deep it is, and two of its rows are each other's parent": BEHIND,
  "the highest three of each meter are kept, and so is every row that may become one": GROWING,
  "a pattern and a hash of each line take all the time of a pipeline that does not keep up": BEHIND,
  "DISTINCT remembers people who are new each time": GROWING,
  "one program of 13 views dies for another reason each time: a sum is too large for its type": DOWN,
  "one program of 13 views dies for another reason each time: some transfers were made in no steps": DOWN,
  "one program of 13 views dies for another reason each time: a date is written in another way": DOWN,
};

export function answersOf(name: string): Answers {
  return ANSWERS[name] ?? WELL;
}

/** The scenarios that are named here. */
export const NAMED: readonly string[] = Object.keys(ANSWERS);

/** What an answer of diagnose_pipeline says. */
export function answersIn(text: string): Answers {
  const line = (label: string) => new RegExp(`(?:^|\\. )${label}: (.*)$`, "m").exec(text)?.[1];
  const keepsUp = line("Keeps up");
  const loses = line("Loses rows");
  return {
    up: line("Up")?.startsWith("yes") ? "yes" : "no",
    "keeps up": keepsUp === undefined ? "not checked" : keepsUp.startsWith("yes") ? "yes" : "no",
    grows: line("Grows")?.startsWith("yes") ? "yes" : "not yes",
    "loses rows": loses === undefined ? "not checked" : loses.startsWith("yes") ? "yes" : "none",
  };
}
