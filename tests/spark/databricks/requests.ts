import { z } from "zod";

/** What Databricks documents of a request that runs a statement. No other field is taken. */
export const ExecuteStatement = z
  .strictObject({
    statement: z
      .string()
      .min(1)
      .max(16 * 2 ** 20),
    warehouse_id: z.string().min(1),
    catalog: z.string().min(1).optional(),
    schema: z.string().min(1).optional(),
    wait_timeout: z
      .string()
      .regex(/^(?:0|[5-9]|[1-4]\d|50)s$/)
      .default("10s"),
    on_wait_timeout: z.enum(["CONTINUE", "CANCEL"]).default("CONTINUE"),
    disposition: z.enum(["INLINE", "EXTERNAL_LINKS"]).default("INLINE"),
    format: z.enum(["JSON_ARRAY", "ARROW_STREAM", "CSV"]).default("JSON_ARRAY"),
    row_limit: z.int().positive().optional(),
    byte_limit: z.int().positive().optional(),
    parameters: z
      .array(
        z.strictObject({
          name: z.string(),
          value: z.string().nullish(),
          type: z.string().optional(),
        }),
      )
      .optional(),
    query_tags: z
      .array(z.strictObject({ key: z.string().min(1), value: z.string().nullish() }))
      .optional(),
  })
  .refine(({ disposition, format }) => disposition === "EXTERNAL_LINKS" || format === "JSON_ARRAY");

export type ExecuteStatement = z.output<typeof ExecuteStatement>;
