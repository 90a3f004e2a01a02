import { MOST_CHARACTERS, type Cell, type Entity, type StoredEntity } from "@despliega/storage";
import { z } from "zod";

import { keysOf } from "./keys.js";
import type { Outcome, RunRecord } from "./run-record.js";

/** A record as it is stored, with the time of its last write by the store's clock. */
export type StoredRecord = RunRecord & { readonly changed: Date };

/** The entity of a record: a cell for each field, those with parts as JSON. */
export const entityOf = (record: RunRecord): Entity => ({
  ...keysOf(record.container, record.model, record.run),
  cells: Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, cellOf(value)]],
    ),
  ),
});

const cellOf = (value: unknown): Cell => {
  if (value instanceof Date || typeof value === "number") return value;
  if (typeof value === "string") return value.slice(0, MOST_CHARACTERS);
  const json = JSON.stringify(value);
  // A cell has a limit, and the manifest of a release has everything.
  return json.length <= MOST_CHARACTERS ? json : JSON.stringify({ left_out: json.length });
};

const json = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("is no JSON");
      return z.NEVER;
    }
  })
  .optional();
const text = z.string().optional();

// A later version may add fields, and words for outcomes.
const Cells = z.object({
  run: z.string(),
  container: z.string(),
  model: z.string(),
  verb: z.string(),
  start: z.date(),
  end: z.date().optional(),
  outcome: z.string().transform((word) => word as Outcome),
  code: text,
  who: z.string(),
  user: text,
  entra: json,
  host: z.string(),
  pid: z.number(),
  place: z.string(),
  trainer: z.string(),
  commit: text,
  causedBy: text,
  version: text,
  edition: text,
  undelivered: text,
  unsynced: text,
  inputs: json,
  parameters: json,
  metrics: json,
  verdicts: json,
});

/** The record in an entity. @returns undefined when it is none */
export const recordOf = ({ cells, changed }: StoredEntity): StoredRecord | undefined => {
  const { data } = Cells.safeParse(cells);
  return data && ({ ...data, changed } as StoredRecord);
};
