import { z } from "zod";

/**
 * What the SQL Statement Execution API of Databricks answers, as far as it is needed here.
 * https://docs.databricks.com/api/workspace/statementexecution
 */

/** Rows as texts, whatever the types of their columns are. */
export const Rows = z.array(z.array(z.string().nullable()));

const ExternalLink = z.object({
  external_link: z.url(),
  http_headers: z.record(z.string(), z.string()).optional(),
  next_chunk_index: z.int().optional(),
});

/** A part of a result: its rows, or the place of them. */
export const Chunk = z.object({
  data_array: Rows.optional(),
  external_links: z.array(ExternalLink).optional(),
  next_chunk_index: z.int().optional(),
});

const Column = z.object({ name: z.string(), type_name: z.string().optional() });

/** A statement, and the first part of its result when it has one. */
export const Statement = z.object({
  statement_id: z.string().regex(/^[\w-]+$/),
  status: z.object({
    state: z.enum(["PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "CLOSED"]),
    error: z
      .object({ error_code: z.string().default(""), message: z.string().default("") })
      .optional(),
    sql_state: z.string().optional(),
  }),
  manifest: z
    .object({
      schema: z.object({ columns: z.array(Column).default([]) }).optional(),
      truncated: z.boolean().default(false),
    })
    .optional(),
  result: Chunk.optional(),
});

/** Why the workspace does not do what it is asked for. The message beside it may hold anything. */
export const Refusal = z.object({ error_code: z.string().regex(/^\w{1,60}$/) });

export type Chunk = z.output<typeof Chunk>;
export type ExternalLink = z.output<typeof ExternalLink>;
export type Rows = z.output<typeof Rows>;
export type Statement = z.output<typeof Statement>;
