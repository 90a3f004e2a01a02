import {
  placeOfId,
  numberOf,
  type EntityKey,
  type Manifest,
  type OutcomeLine,
} from "@despliega/storage";

import { OutcomesInvalid } from "../../errors/errors.js";
import { classNames } from "../../model/classes.js";

/** Where the parts of an outcome are in a record. */
export interface OutcomeColumns {
  /** Of the id of the answer; undefined where outcomes are by key and time. */
  readonly id: number | undefined;
  /** Of the columns of the key. */
  readonly keys: readonly number[];
  readonly time: number | undefined;
  readonly outcome: number;
}

/** How columns are called. */
export interface OutcomeNames {
  readonly id: string;
  readonly time: string;
  readonly outcome: string;
}

/**
 * Finds the columns of outcomes by their names.
 *
 * @throws `OUTCOMES_INVALID` where neither an id nor a key with a time can be found
 */
export const outcomeColumns = (
  file: string,
  header: readonly string[],
  { serving }: Pick<Manifest, "serving">,
  names: OutcomeNames,
): OutcomeColumns => {
  const place = (name: string): number | undefined => {
    const at = header.indexOf(name);
    return at === -1 ? undefined : at;
  };
  const outcome = place(names.outcome);
  if (outcome === undefined)
    throw new OutcomesInvalid({
      file,
      problem: `has no column ${names.outcome}`,
      cure: "name it with --outcome",
    });
  const id = place(names.id);
  if (id !== undefined) return { id, keys: [], time: undefined, outcome };
  const keys = serving.by === "key" ? serving.keys.map(({ name }) => place(name)) : [];
  const time = place(names.time);
  const found = keys.filter((at) => at !== undefined);
  if (time === undefined || keys.length === 0 || found.length < keys.length)
    throw new OutcomesInvalid({
      file,
      problem: `has neither ${names.id} nor the key with a time in ${names.time}`,
      cure: "name the column of the ids with --id, or that of the times with --time",
    });
  return { id: undefined, keys: found, time, outcome };
};

/** What becomes of a record: an outcome, or the reason why it is none. */
export type ReadOutcome =
  | { readonly line: OutcomeLine; readonly at: number }
  | { readonly problem: "id" | "key" | "time" | "outcome" };

const TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?Z?)?$/;

/**
 * Makes what reads the outcome of a record.
 *
 * @param keyOf writes a key as recorded answers hold it
 */
export const outcomeReader = (
  manifest: Pick<Manifest, "serving" | "task" | "classes">,
  columns: OutcomeColumns,
  keyOf: ((key: EntityKey) => string) | undefined,
): ((fields: readonly string[]) => ReadOutcome) => {
  const names = new Set(classNames(manifest));
  const types = manifest.serving.by === "key" ? manifest.serving.keys.map(({ type }) => type) : [];
  const outcomeOf = (field: string): string | number | undefined => {
    if (manifest.task === "regression") return numberOf(field) ?? undefined;
    return names.has(field) ? field : undefined;
  };
  return (fields) => {
    const outcome = outcomeOf(fields[columns.outcome] ?? "");
    if (outcome === undefined) return { problem: "outcome" };
    if (columns.id !== undefined) {
      const id = fields[columns.id] ?? "";
      const found = placeOfId(id);
      return found === undefined
        ? { problem: "id" }
        : { line: { id, outcome }, at: found.at.getTime() };
    }
    const time = fields[columns.time!] ?? "";
    const at = TIME.test(time) ? Date.parse(utc(time)) : NaN;
    if (Number.isNaN(at)) return { problem: "time" };
    const values = columns.keys.map((place, i) =>
      types[i] === "integer" ? numberOf(fields[place] ?? "") : fields[place],
    );
    if (
      keyOf === undefined ||
      values.some((value) => value === undefined || value === null || value === "")
    )
      return { problem: "key" };
    return { line: { key: keyOf(values as EntityKey), at: time, outcome }, at };
  };
};

/** A time without a zone is in UTC. */
const utc = (time: string): string =>
  time.length === 10 ? `${time}T23:59:59.999Z` : `${time.replace(" ", "T").replace(/Z$/, "")}Z`;
