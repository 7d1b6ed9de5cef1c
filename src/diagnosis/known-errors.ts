import { type Words, words } from "../text/page/words.ts";

/** What an error of Feldera's means that is of no connector: in short, and what helps. */
export interface KnownError {
  readonly brief: Words;
  readonly means: Words;
  /** What the error says beside that. */
  readonly said?: string;
}

const ANEW = words`clear its storage, so that all input is read anew`;
/** Of a setting that a version of Feldera wrote, and another refuses. */
export const OF_ANOTHER_VERSION = words`Feldera was replaced since that was written: correct the setting that the error names`;
const OF_CHECKPOINT = words`its checkpoint cannot be read`;
const OF_COMPILED = words`its compiled program cannot be set up`;
const RUNNERS_DISK = words`The runner's disk is full, or it may not write to its working directory`;
const OF_HOSTS = words`its runner has no pipelines of several hosts`;

/** By Feldera's own words; what a pattern has in parentheses is told beside what it means. The first that fits. */
const KINDS: readonly (readonly [pattern: RegExp, brief: Words, means: Words])[] = [
  [
    /^Error fetching checkpoint from object store: (.*)/s,
    words`its checkpoint could not be fetched from the object store`,
    words`The checkpoint that start_from_checkpoint names is not in the bucket, or the bucket cannot be reached or refuses: correct sync of the storage's backend. With fail_if_no_checkpoint false it would begin with no checkpoint instead`,
  ],
  [
    /^Error (?:parsing checkpoint file|deserializing checkpointed state): (.*)/s,
    OF_CHECKPOINT,
    words`It is damaged, or was written by a Feldera whose checkpoints this one cannot read: start it with the version that wrote it, or ${ANEW}`,
  ],
  [
    /^Recovery failed: .*\bcheckpoint does not match\b/s,
    words`its checkpoint is not one of this program`,
    words`It is damaged, or its program was changed since: go back to that, or ${ANEW}`,
  ],
  [
    /^Supplied storage directory does not fit the runtime circuit/,
    words`its storage is that of another program`,
    words`What its storage holds cannot be taken over by this program: go back to the program that wrote it, or ${ANEW}`,
  ],
  [
    /\bcannot be bootstrapped\b.*relations with lateness: ([^\n]*)/is,
    words`its program was changed, and with LATENESS its checkpoint cannot be taken over`,
    words`Of rows that are late for LATENESS nothing is kept, and changed views may need them: undo the change, or ${ANEW}`,
  ],
  [
    /\bcannot be bootstrapped\b.*tables are not materialized\b.*require bootstrapping: ([^\n]*?)(?:\. We\b|$)/is,
    words`its program was changed, and its checkpoint has not the rows of all tables that this needs`,
    words`Changed views are computed from the tables, and those that are named are not materialized: undo the change, or ${ANEW}. Tables that are materialized ('materialized' = 'true') allow later changes`,
  ],
  [
    /\bcannot be bootstrapped concurrently: (.*?)\. Restart\b/is,
    words`its program was changed, and that cannot be taken over while it runs on`,
    words`Start it with concurrent_bootstrap false: then it is bootstrapped before it goes on`,
  ],
  [
    /\bcannot be bootstrapped\b.*(`silent_bootstrap` and `concurrent_bootstrap` .*)/is,
    words`it was started with silent_bootstrap and concurrent_bootstrap at once`,
    words`One excludes the other: start it with one of them, or with neither`,
  ],
  [
    /\bcannot be bootstrapped\b.*?reasons:\s*(.*)/is,
    words`its program was changed, and its checkpoint cannot be taken over`,
    words`Undo the change, or ${ANEW}`,
  ],
  [
    /^Bootstrapping of the modified pipeline was rejected/,
    words`its program was changed, and it was started so that this is refused`,
    words`It was started with bootstrap_policy reject, and its program is not that of its checkpoint. Start it with allow (changed views are computed anew) or await_approval, or undo the change`,
  ],
  [
    /\brequires bootstrapping; however we were not able to detect the changes\b/,
    words`its query plan is not that of its checkpoint, and Feldera does not find why`,
    words`Feldera calls that a defect of its own, to be reported. Start it with the version that wrote the checkpoint, or ${ANEW}`,
  ],
  [
    /\bFault tolerance is configured, which requires storage\b/,
    words`it is to be fault tolerant, and has no storage`,
    words`Give it storage (storage of the runtime configuration), or take fault_tolerance out`,
  ],
  [
    /\bFailed to parse pipeline configuration: (.*)/s,
    words`its configuration cannot be read`,
    words`A setting is missing, misspelt or of the wrong kind, or is one of another version: correct it, or compile the program again`,
  ],
  [
    /(\([^()]*\) must be less than the pipeline's memory budget \([^()]*\))/,
    words`its ad-hoc queries are given all of its memory`,
    words`Lower what is set aside for them, by the setting that the error names, or raise the memory limit: the rest is what the circuit has`,
  ],
  [
    /^Cannot enter standby mode: (.*)/s,
    words`it cannot stand by`,
    words`To stand by is to follow the checkpoints of another pipeline in an object store: set sync and start_from_checkpoint of a storage backend of files, or start it otherwise (initial)`,
  ],
  [
    /^Error with persistent input steps: (.*)/s,
    words`its journal of what it has read fails`,
    words`With exactly-once each step's input is noted in its storage: see whether that is full or damaged, or ${ANEW}`,
  ],
  [
    /\bingested different input than was recorded\b/,
    words`what its inputs give now is not what they gave before it was stopped`,
    words`It reads again what it had read since its checkpoint, and that has changed or is gone there (retention, a file that was written anew): bring it back, or ${ANEW}`,
  ],
  [
    /^(circuit construction error: .*|Error (?:parsing|validating) program (?:IR|schema): .*)/s,
    OF_COMPILED,
    words`Compile it again; where the error comes back, it is a defect of Feldera's`,
  ],
  [
    /\bruntime version was overridden (?:but|with)\b/,
    words`its binary is of another runtime_version than it asks for`,
    words`Compile it again, or take runtime_version out of its program_config`,
  ],
  [
    /\bpipeline platform version \([^)]*\) is not supported by the installed Feldera platform version\b/,
    words`it was compiled with another version of Feldera, and must be compiled again`,
    words`Feldera was replaced since. Compiled anew, views may be computed again from all their input`,
  ],
  [
    /^The runtime configuration is not valid due to: (.*)/s,
    words`its runtime configuration is not valid for this version of Feldera`,
    OF_ANOTHER_VERSION,
  ],
  [
    /^The program information is not valid due to: (.*)/s,
    words`its compiled program is not valid for this version of Feldera`,
    words`Feldera was replaced since: compile it again`,
  ],
  [
    /^The deployment configuration is not valid due to: (.*)/s,
    words`what it was started with is not valid for this version of Feldera`,
    words`Feldera was replaced while it ran: start it again`,
  ],
  [
    /\bretrieval failed\b.*?unable to (?:create|write|flush) file (.*)/s,
    words`its runner could not write its program to its disk`,
    RUNNERS_DISK,
  ],
  [
    /\bretrieval failed\b.*?: (?:GET '[^']*': )?(.*)/s,
    words`its runner could not fetch the compiled program`,
    words`The compiler is down or cannot be reached, or no longer has the program (its disk was cleared, as an upgrade may do): see that it is up and start again, or compile again`,
  ],
  [
    /\bunable to spawn process(?: due to)?: (.*)/s,
    words`its process could not be started`,
    words`The operating system of its runner refuses it: too many processes or open files, too little memory, a binary for another machine, or a file system from which nothing may be run (noexec)`,
  ],
  [
    /^I\/O error ((?:create|write|read) [a-z ]{1,60}'.*)/s,
    words`its runner could not make or write what the process needs`,
    RUNNERS_DISK,
  ],
  [
    /^IO error: .*\b(?:Too many open files|os error 24)\b/s,
    words`its process has as many files open as it may`,
    words`Raise that limit where it runs (ulimit -n, LimitNOFILE)`,
  ],
  [
    /^Invalid pipeline startup transition from (\w+ to \w+)/,
    words`it cannot begin as was asked for, after what it was before`,
    words`To stand by is for what is new or stood by before: start it with initial running or paused`,
  ],
  [
    /\bmultihost pipelines (require .*)/s,
    OF_HOSTS,
    words`Set hosts of its runtime configuration to 1, or have the runner set up for several`,
  ],
  [/\bnot support multihost pipelines (.*)/s, OF_HOSTS, words`Set hosts of its runtime configuration to 1`],
  [
    /\bare reserved and cannot be overridden: (.*)/s,
    words`it sets environment variables that Feldera keeps for itself`,
    words`Take them out of env of its runtime configuration`,
  ],
  [
    /\bWorking directory '([^']*)' no longer exists/,
    words`the directory in which it ran was deleted`,
    words`Something clears that place up (a cleaner of temporary files, for one), and what its storage held is gone with it: have the runner keep its pipelines elsewhere, and start it again`,
  ],
];

/** Room for what an error says before what shows its kind. */
const READ_CHARS = 4000;

/** Undefined where the words are of none of these. */
export function knownError(cause: string): KnownError | undefined {
  const read = cause.slice(0, READ_CHARS);
  for (const [pattern, brief, means] of KINDS) {
    const found = pattern.exec(read);
    if (found === null) continue;
    const said = found.slice(1).join(" ").trim().replace(/\.+$/, "");
    return { brief, means, ...(said !== "" && { said }) };
  }
  return undefined;
}
