import * as z from "zod";
import type { ProgramDiff } from "../../feldera/schemas/program.ts";

const Changes = z.object({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  modified: z.array(z.string()),
});

export const DiffFacts = z.object({
  /** Absent where the programs could not be compared. */
  tables: Changes.optional(),
  views: Changes.optional(),
  input_connectors: Changes,
  output_connectors: Changes,
  /** Why the programs could not be compared, in Feldera's words. */
  not_compared: z.string().optional(),
  /** Whether nothing at all would change. */
  same: z.boolean(),
});

export type Changes = z.infer<typeof Changes>;
export type DiffFacts = z.infer<typeof DiffFacts>;

export function diffFacts(diff: ProgramDiff): DiffFacts {
  const program = diff.program_diff;
  const tables = program && changes(program.added_tables, program.removed_tables, program.modified_tables);
  const views = program && changes(program.added_views, program.removed_views, program.modified_views);
  const input_connectors = changes(
    diff.added_input_connectors,
    diff.removed_input_connectors,
    diff.modified_input_connectors,
  );
  const output_connectors = changes(
    diff.added_output_connectors,
    diff.removed_output_connectors,
    diff.modified_output_connectors,
  );
  const all = [tables, views, input_connectors, output_connectors];
  return {
    ...(tables && { tables }),
    ...(views && { views }),
    input_connectors,
    output_connectors,
    ...(!program && { not_compared: diff.program_diff_error ?? "" }),
    same: all.every((kind) => kind != null && count(kind) === 0),
  };
}

type Names = readonly string[] | null | undefined;

function changes(added: Names, removed: Names, modified: Names): Changes {
  return { added: [...(added ?? [])], removed: [...(removed ?? [])], modified: [...(modified ?? [])] };
}

function count({ added, removed, modified }: Changes): number {
  return added.length + removed.length + modified.length;
}
