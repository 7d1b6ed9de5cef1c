/** From which value on a figure is trouble, and why there. Every rule takes its thresholds from here. */
export const THRESHOLDS = {
  /** An output may be behind for a moment after a large batch; a stall as long as this shows in throughput. */
  outputStallMs: 1_000,
  /** The longest line of names that a file of a table begins with. */
  headerBytes: 500,
  /** A sink that writes batches of some thousand rows needs seconds for one; what holds up for longer is no burst. */
  burstStallMs: 10_000,
  /** Who has room for half of the time since the start has caught up in between. */
  burstStallShare: 0.5,
  /** What a large step brings is written within it; an output that is further behind than this takes less than comes. */
  outputBehindMs: 30_000,
  /** Feldera's own limit for a worker: a step of fewer rows costs more for being a step than for its rows. */
  smallBatchRecords: 10_000,
  /** Who sends rows one by one has as many in a step as came during the one before: of short steps a few. */
  oneByOneRows: 5,
  /** A quiet source brings a row now and then, the clock of NOW() one a second: ten steps a second follow one another. */
  oneByOneStepsPerS: 10,
  /** A step of a few rows takes some ms, that of a large program some tens: one that takes longer works for it. */
  shortStepMs: 100,
  /** What other work on the machine makes of the same steps is less. */
  longerStepFactor: 2,
  /** Steps that take less are soon over, however much longer they take than before. */
  longerStepMs: 1_000,
  /** Of fewer steps an average tells little. */
  averagedSteps: 3,
  /** From so much more that comes on, steps have more to do, and take longer for that. */
  moreRowsFactor: 1.5,
  /** Where one expression takes half of all that the workers have, the rest of a step cannot be what takes long. */
  operatorOfStep: 0.5,
  /** Steps of a busy pipeline follow one another within some tens of milliseconds, and empty what waits. */
  smallQueueMs: 100,
  /** Every step of a healthy pipeline is a transaction that commits within ms: one this long is no such step. */
  transactionMs: 10_000,
  /** Feldera's own "moderate" memory pressure, as a share of the limit. */
  memoryPressure: 0.85,
  /** Who looks once a day can still do something about it; within an hour somebody has to at once. */
  limitAheadMs: 24 * 3_600_000,
  limitNearMs: 3_600_000,
  /** Beside the caches a pipeline needs at least a tenth of its memory for everything else. */
  cacheShareOfLimit: 0.9,
  /** With a tenth left, a merge that rewrites a large batch may already not fit. */
  storageShare: 0.9,
  /** A step of a busy pipeline may take longer than a shorter time between two samples. */
  progressWindowMs: 500,
  /** A source that is held back lets its queue sink by a batch, or a few, before it reads on. */
  queueShare: 0.9,
  /** A queue swings with every step; one that keeps a tenth of all that comes in is filling. */
  queueGrowth: 0.1,
  /** What came within the last second may wait for its first step, and tells nothing of those to come. */
  queueS: 1,
  /** Workers that are idle for less than a tenth of their time do next to nothing but work. */
  busyIdleShare: 0.1,
  /** Workers with nothing to do for a quarter of the time would take in more: what waits had only just come. */
  restShare: 0.25,
  /** Steps of large batches take some seconds, one of half a minute is told. */
  idleMs: 30_000,
  /** Rows that wait for less are hardly missed: whoever looks twice sees them come. */
  heldMs: 10_000,
  /** A step that has little to do takes some ms: with twenty a second they begin to take much of the time. */
  clockTicksPerS: 20,
  /** A checkpoint waits for the end of a step as a matter of course. */
  checkpointDelayMs: 30_000,
  /** Connecting and the first poll of a source may take this long. */
  firstRecordMs: 10_000,
  /** Rows of numbers, times and short texts take some ten to hundred bytes each. */
  rowBytes: 8_192,
  /** Ten times that may be a long text, and may be lines that became one. */
  longRowBytes: 1_000,
  /** Fewer may be some corrections; where half of so many are gone, somebody will look for them. */
  replacedRows: 1_000,
  replacedShare: 0.5,
  /** Of fewer rows too, where nearly all are gone: a key that is none shows with the first hundred. */
  fewReplacedRows: 100,
  fewReplacedShare: 0.9,
  /** Where a source only inserts, and cannot mean to update: whoever counts rows misses every fourth. */
  insertsReplacedShare: 0.25,
  /** Most pipelines open their connectors within seconds; loading a large checkpoint takes minutes. */
  startMs: 120_000,
  /** Feldera's blog tells of a program of which one crate took 30 min to compile, and many crates 2 min. */
  compileMs: 1_800_000,
  /** Pausing and resuming are taken up when the manager next looks at the pipeline, every few seconds. */
  pauseMs: 30_000,
  /** A suspension writes a checkpoint first, which takes minutes with much state. */
  suspendMs: 300_000,
  /** A process ends within seconds, a pod within its grace period. */
  stopMs: 120_000,
  /** Hosts that agree on where to begin may first have to load a checkpoint. */
  coordinationMs: 120_000,
  /** One restart is an accident, three are a loop. */
  restarts: 3,
  /** What is older explains little of what is now. */
  incidentAgeMs: 24 * 3_600_000,
  /** With less work than this the figures of a circuit are those of its start. */
  tellingRuntimeS: 5,
  /** The busiest worker has so many times what each other has: of four it then has half of the work. */
  skew: 3,
  /** Of the time on the clock, that an even spread of the work would save: less is not worth the trouble. */
  skewCost: 0.1,
  /** Fewer rows cost nothing, whatever they were made of. */
  joinRecords: 100_000,
  /** A key with ten rows on each side gives ten for one; a hundred is no key. */
  joinFactor: 50,
  /** Where a join makes ten rows of each that it takes, its view's output has ten times as much to do as with what is read. */
  floodFactor: 10,
  /** Of the operators' time: a join that takes less to make its rows leaves little work to what takes them. */
  joinCost: 0.02,
  /** State of this size matters, and so does state that grows by this much in an hour, however small it is yet. */
  stateRecords: 100_000,
  stateBytesPerHour: 100_000_000,
  /** Many records that come to less in a week are no matter before a program is changed anyway: told, and not warned of. */
  stateBytesPerWeek: 1_000_000_000,
  /** State of this size is warned of, though it is not known how fast it grows: a load of the first minutes is less. */
  stateBytes: 40_000_000,
  /** Of so many rows one that passes a condition, or finds its like in a join, would show as a rule. */
  rowsForNothing: 1_000,
  /**
   * A view asks for a word that some rows have, as for one severity of several: what one row in five hundred has is in
   * one of so many with 98 in 100.
   */
  rowsForWord: 2_000,
  /** Of ten rows none may be what is looked for, and yet whoever made the view will look: it is told, and no warning. */
  rowsForEmpty: 10,
  /** Of small tables too so many are missed that a join or a UNION leaves out: it is told, and no warning. */
  rowsLeftOut: 100,
  /** A key that may be NULL is, in some rows: those that a join leaves out are missed where they are most. */
  nullKeyShare: 0.5,
  /** Some rows that a join takes are equal, and one there; a quarter of them missed shows in every sum. */
  nullOrEqualShare: 0.25,
  /** Some rows are ahead of their partners, or astray; a tenth is missed in every sum. */
  noPartnerShare: 0.1,
  /** Of what a join looks up there is less than of what it is looked up for: a tenth, where no key tells which is which. */
  lookedUpFactor: 10,
  /** What is not to be one thing is most rows, as a rule: it is odd where less than half are left. */
  unequalShare: 0.5,
  /** What a condition leaves out on purpose is seldom nine tenths of what is joined with it. */
  chosenShare: 0.9,
  /** A key that stands once on one side makes no more pairs than there are records on the other; some come of updates. */
  pairsFactor: 1.5,
  /** A record of columns alone has some tens or hundreds of bytes; one of so many holds a list or a long text. */
  listBytes: 4_096,
  /** With fewer records than this a state is that of a start. */
  startRecords: 10_000,
  /** An average over a shorter time is that of a start, when sources deliver what had waited. */
  startS: 20,
  /** Rates between two looks that are closer are of a few steps. */
  betweenLooksS: 2,
  /** Of fewer rows between two looks it does not show whether state keeps them. */
  betweenLooksRows: 100,
  /** What LATENESS lets go within an hour is seen to shrink by whoever looks again. */
  latenessLeftMs: 3_600_000,
  /** An operator that keeps half of all that has come to it forgets nothing worth speaking of. */
  stateShare: 0.5,
  /** Half of what comes for a table with a primary key has a new key: it grows, as does all that is made of it. */
  newKeyShare: 0.5,
  /** An expression with a third of the operators' time is worth to be looked at before all others. */
  expressionShare: 1 / 3,
  /** What waits at the inputs of a pipeline that keeps up is worked off within a step or two, which take less. */
  backlogS: 10,
  /** Workers that are idle for half of their time do not hold up what waits. */
  idleShare: 0.5,
  /** Of the rows of a batch next to none differ where all are NULL: each batch and worker has one. */
  differentShare: 0.02,
  /** So many different rows at most are the same for all that is to be told of them. */
  differentRows: 10,
  /** Sources that bring the same are as far apart as one reads ahead of the other. */
  alikeShare: 0.02,
  /** Of the rows of a table, that equal ones in one batch have merged: more, and what is missing may have merged. */
  mergedShare: 0.05,
  /** Of the time of all operators, and of the wait itself. */
  mergeWaitShare: 0.05,
  cacheMissShare: 0.1,
  /** Of the time within steps: writing and flushing go on beside the work where the disk is fast enough. */
  storageWriteShare: 0.1,
  /** Of the time within steps: what is sent to other hosts goes out beside the work where the network is fast enough. */
  networkWaitShare: 0.1,
  /** Equal rows that merge within a step are fewer. */
  lateRecords: 100,
  /** So few of a small table are a part that somebody misses. */
  fewLateRecords: 20,
  lateShare: 0.02,
  /** Whatever part they are of all, somebody will look for so many. */
  lateRows: 1_000,
  /** A source of which half is missing may be missing altogether. */
  lateSourceShare: 0.5,
  /** Clocks and time zones differ by hours: nothing that has happened is dated a day ahead. */
  aheadMs: 24 * 3_600_000,
  /** Sources of one program are apart by minutes: of some LATENESS, of a window that rounds, of a batch. */
  aheadOfOthersMs: 3_600_000,
  /** What is read may be of a year ago, and LATENESS holds back a thousand times as much of such times. */
  unitMs: 2 * 366 * 24 * 3_600_000,
  /** The end of a month's window may be as far ahead, by which state is kept that is right. */
  windowMs: 32 * 24 * 3_600_000,
  /** No window is so long: what is as far ahead is a row, also where other times of the table are of now. */
  yearsAheadMs: 2 * 366 * 24 * 3_600_000,
} as const;
