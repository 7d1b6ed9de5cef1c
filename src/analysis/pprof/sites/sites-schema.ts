import * as z from "zod";
import { CratePlace } from "../../operators/crate-places.ts";
import { Subsystem } from "../../owners/subsystem.ts";
import { SubsystemPart } from "../../owners/subsystem-parts.ts";
import { Resident } from "../../stats/resident.ts";
import { Sampling } from "./sampling.ts";

/**
 * A weight is in the unit of the sample type, a share is a fraction of the profile's total. Stacks are those of the
 * file, told apart by address: how many samples and objects each is made of, only some profiles tell.
 */
export const WeightShare = z.object({ weight: z.number(), share: z.number(), stacks: z.number() });

export type WeightShare = z.infer<typeof WeightShare>;

const Caller = z.object({ name: z.string(), weight: z.number() });

export const SubsystemRow = WeightShare.extend({
  subsystem: Subsystem,
  /** What within it, heaviest first; they add up to the subsystem. `notShown` is what no site of the rows holds. */
  parts: z.array(WeightShare.extend({ part: SubsystemPart, notShown: z.number() })),
});

export type SubsystemRow = z.infer<typeof SubsystemRow>;

export const SqlOperatorRow = WeightShare.extend({
  /** The 16 hex digits of the operator's crate. */
  hash: z.string(),
  place: CratePlace.optional(),
});

export type SqlOperatorRow = z.infer<typeof SqlOperatorRow>;

/** The callers of a site on behalf of one subsystem. */
const CallPath = z.object({
  subsystem: Subsystem,
  part: SubsystemPart,
  weight: z.number(),
  /**
   * Callers from the nearest up to the subsystem's own, as long as one holds three quarters of the weight; what
   * builders, buffers and glue between them do is passed over. At most 64.
   */
  callers: z.array(Caller),
  /** Where the weight splits above those callers: the heaviest callers of each part, heaviest part first. At most 8. */
  branches: z.array(z.array(Caller)),
  /** Parts that it splits into there. */
  branchesInAll: z.int(),
});

export type CallPath = z.infer<typeof CallPath>;

export const SiteRow = z.object({
  /** A function of the program, or of a crate that it uses. */
  name: z.string(),
  /** Where its name has no path, the file that the profile gives for all functions of that name. */
  file: z.string().optional(),
  /** Weight of the stacks in which it is the frame of the program that is nearest to the allocation. */
  flat: z.number(),
  flatShare: z.number(),
  /** Stacks behind `flat`. */
  stacks: z.number(),
  /** Weight of the stacks in which it occurs. */
  cum: z.number(),
  cumShare: z.number(),
  /** Whose memory it is, by flat or by cum as the rows are sorted, heaviest first. */
  callPaths: z.array(CallPath),
});

export type SiteRow = z.infer<typeof SiteRow>;

const Unsymbolised = WeightShare.extend({
  /** By the executable or library that the frames are of, heaviest first. */
  objects: z.array(WeightShare.extend({ object: z.string() })),
});

export const SitesFacts = z.object({
  sampleType: z.object({ type: z.string(), unit: z.string() }),
  /** Absent where weights are no estimates. */
  sampling: Sampling.optional(),
  /** When the profile was taken, in ms since 1970. */
  timeMs: z.number().optional(),
  /** Stacks in the file: what pprof calls its samples. */
  stackCount: z.number(),
  /** Objects that the weight is of, where the file counts them. */
  objectCount: z.number().optional(),
  /** Weight of all samples. */
  total: z.number(),
  /** Whether the values pass 2^53, so that sums are rounded. */
  inexact: z.boolean(),
  /** The process's memory, where the caller knows it. */
  resident: Resident.optional(),
  /** What focus and ignore left out. Everything below is about the rest. */
  leftOut: WeightShare,
  /** Which part of Feldera allocated the weight, heaviest first. They add up to `total` less `leftOut`. */
  subsystems: z.array(SubsystemRow),
  /** SQL operators, by stacks with a frame of their crates, heaviest first. */
  operators: z.array(SqlOperatorRow),
  /** What of the operators has a place in the SQL; absent where no places are known. */
  placed: WeightShare.optional(),
  /** Memory of the profiler itself, mostly what it cached while it symbolised earlier profiles. */
  profiler: WeightShare,
  /** Stacks without a frame of the program. */
  unsited: WeightShare,
  /** What of that is in stacks with frames that have no name. */
  unsymbolised: Unsymbolised,
  /** Sites whose names have no path. */
  bare: WeightShare,
  rows: z.array(SiteRow),
  /** Rows there would be without a limit. */
  rowsInAll: z.number(),
  /** flat of the rows that the limit left out. */
  notShown: z.number(),
});

export type SitesFacts = z.infer<typeof SitesFacts>;
