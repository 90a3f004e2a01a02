import { z } from "zod";

const count = z.int().nonnegative();
const end = z.union([z.number(), z.string()]);

const Quality = z.object({
  causes: z.array(z.object({ column: z.string(), reason: z.string(), rows: count })),
  repeated: count,
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(["integer", "number", "decimal", "text", "boolean", "date", "timestamp"]),
      missing: count,
      isConstant: z.boolean(),
      range: z.tuple([end, end]).optional(),
    }),
  ),
});

const counts = { read: count, kept: count, rejected: count, faults: count };

const Ingested = z.object({
  dataset: z.string(),
  ...counts,
  columns: z.array(z.string()),
  ignoredColumns: z.array(z.string()),
  lastLineEnds: z.boolean(),
  quality: Quality,
  pseudonymKey: z.string().nullable(),
  lackedIdentifier: z.string().optional(),
});

/** What `prepare` found out, beside its tables. */
export const PreparedDescription = z.object({
  model: z.string(),
  /** The parts of the definition that this depends on, each as a hash. */
  definition: z.record(z.string(), z.string()),
  runDay: z.string().nullable(),
  acceptedLeak: z.string().optional(),
  inputs: z.array(z.object({ dataset: z.string(), bytes: count, sha256: z.string() })),
  ingested: z.object({
    ...counts,
    inputs: z.array(Ingested),
    pseudonymKey: z.string().nullable(),
    /** Rows of `identities.csv`; 0 where there is none. */
    identities: count,
  }),
  observations: z.object({
    asOf: z.string().nullable(),
    newestEvent: z.string().nullable(),
    classes: z.array(z.string()).optional(),
    rows: z.object({ labelled: count, serving: count }),
    unknown: z.boolean(),
  }),
});

export type PreparedDescription = z.infer<typeof PreparedDescription>;
