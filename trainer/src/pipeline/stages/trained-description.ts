import { ReleaseFacts } from "@despliega/storage";
import { z } from "zod";

/** What `train --out` found out, beside its files. */
export const TrainedDescription = z.object({
  facts: ReleaseFacts,
  parts: z.array(
    z.object({
      name: z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/),
      rows: z.int().nonnegative().optional(),
    }),
  ),
  /** The cut-off, as YYYY-MM-DD; null where nothing has a time. */
  asOf: z.string().nullable(),
  newestEvent: z.string().nullable(),
  /** Whether it answers for entities without history. */
  unknown: z.boolean(),
  testRows: z.int().nonnegative(),
});

export type TrainedDescription = z.infer<typeof TrainedDescription>;
