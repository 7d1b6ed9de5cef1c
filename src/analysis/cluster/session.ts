import * as z from "zod";
import type { Session } from "../../feldera/schemas/cluster.ts";

export const SessionFacts = z.object({
  tenant: z.string().optional(),
  role: z.string().optional(),
  /** What the role allows; absent for a role that is not known. */
  may: z.enum(["read", "write"]).optional(),
  /** Tenants that a login may act in. */
  memberships: z.array(z.object({ tenant: z.string(), role: z.string().optional() })),
});

export type SessionFacts = z.infer<typeof SessionFacts>;

/** Each role may do what those before it may. */
const MAY: ReadonlyMap<string, "read" | "write"> = new Map([
  ["read", "read"],
  ["write", "write"],
  ["admin", "write"],
  ["owner", "write"],
]);

/** For whom Feldera takes the one who asks, and what that one may do. */
export function sessionFacts({ tenant_name, role, memberships }: Session): SessionFacts {
  const may = MAY.get(role ?? "");
  return {
    ...(tenant_name && { tenant: tenant_name }),
    ...(role && { role }),
    ...(may && { may }),
    memberships: (memberships ?? []).flatMap(({ name, role: of }) =>
      name ? [{ tenant: name, ...(of && { role: of }) }] : [],
    ),
  };
}
