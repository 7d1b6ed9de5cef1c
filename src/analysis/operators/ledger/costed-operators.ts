import type { CircuitProfile } from "../../circuit/profile.ts";
import type { MemoryMetrics } from "../../metrics/signs.ts";
import type { Resident } from "../../stats/resident.ts";
import type { ProgramOperator, ProgramOperators } from "../program-operators.ts";
import type { SqlPlaces } from "../sql-places.ts";
import { addCosts, costsOf } from "./costs.ts";
import type { CpuByOperator } from "./ledger-cpu.ts";
import type { HeapByOperator } from "./ledger-heap.ts";
import type { Costs } from "./ledger-schema.ts";

export interface LedgerParts {
  readonly profile: CircuitProfile;
  readonly program: ProgramOperators;
  readonly places?: SqlPlaces | undefined;
  readonly cpu?: CpuByOperator | undefined;
  readonly heap?: HeapByOperator | undefined;
  readonly resident?: Resident | undefined;
  readonly metrics?: MemoryMetrics | undefined;
}

/** An operator with what it costs. */
export interface CostedOperator {
  readonly owner: ProgramOperator;
  readonly costs: Costs;
}

/** What each operator costs; each node of the circuit counts for one. */
export function costedOperators({ profile, program, cpu, heap }: LedgerParts): CostedOperator[] {
  const costs = costsOf(profile);
  return program.list.map((owner) => {
    const cpu_s = cpu?.ofOperator.get(owner);
    const bytes = heap?.ofOperator.get(owner);
    return {
      owner,
      costs: {
        ...addCosts(owner.nodes.map(({ operator }) => costs(operator))),
        ...(cpu_s !== undefined && { cpu_s }),
        ...(bytes && { heap_bytes: bytes.told + bytes.apportioned }),
      },
    };
  });
}
