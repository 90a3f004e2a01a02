import {
  blobNames,
  csvRecords,
  keepOutcomes,
  readOutcomeLine,
  type BlobStore,
  type EntityKey,
  type Manifest,
  type OutcomeLine,
} from "@despliega/storage";

import { OutcomesInvalid } from "../../errors/errors.js";
import { outcomeColumns, outcomeReader, type OutcomeNames } from "./outcome-records.js";

/** What became of outcomes. */
export interface TakenOutcomes {
  readonly read: number;
  /** New outcomes, which are kept now. */
  readonly kept: number;
  /** The same outcome again, in this input or among those that are kept. */
  readonly double: number;
  /** Another outcome of the same answer or event. It is kept too, and then neither counts. */
  readonly contradicting: number;
  /** Outcomes of answers that are older than their outcome needs. */
  readonly late: number;
  /** Records that are no outcome, by what is wrong. */
  readonly wrong: Readonly<Record<string, number>>;
}

/** How outcomes are taken. */
export interface TakeOptions {
  readonly manifest: Manifest;
  readonly names: OutcomeNames;
  /** Writes a key as recorded answers hold it; undefined where they hold none. */
  readonly keyOf: ((key: EntityKey) => string) | undefined;
  /** An answer needs at most so many days for its outcome. Default: unknown, and nothing is late. */
  readonly maturity: number | undefined;
  readonly now: Date;
}

/** Records with a header, and what their file is called in messages. */
export interface OutcomeInput {
  readonly file: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Reads outcomes and keeps those that are new, by their content.
 *
 * @throws `OUTCOMES_INVALID` where no record is an outcome
 */
export const takeOutcomes = async (
  store: BlobStore,
  { file, chunks }: OutcomeInput,
  { manifest, names, keyOf, maturity, now }: TakeOptions,
): Promise<TakenOutcomes> => {
  const known = await knownOutcomes(store, manifest.model);
  const counts = { read: 0, double: 0, contradicting: 0, late: 0 };
  const wrong: Record<string, number> = {};
  const lines: OutcomeLine[] = [];
  let read: ReturnType<typeof outcomeReader> | undefined;
  for await (const record of csvRecords(chunks)) {
    if (read === undefined) {
      read = outcomeReader(manifest, outcomeColumns(file, record, manifest, names), keyOf);
      continue;
    }
    counts.read += 1;
    const found = read(record);
    if ("problem" in found) {
      wrong[found.problem] = (wrong[found.problem] ?? 0) + 1;
      continue;
    }
    const about = aboutOf(found.line);
    const outcome = String(found.line.outcome);
    const before = known.get(about);
    if (before?.has(outcome) === true) {
      counts.double += 1;
      continue;
    }
    if (before !== undefined) counts.contradicting += 1;
    if (maturity !== undefined && now.getTime() - found.at > maturity * DAY_MS) counts.late += 1;
    known.set(about, (before ?? new Set()).add(outcome));
    lines.push(found.line);
  }
  if (lines.length === 0 && counts.double === 0 && counts.read > 0)
    throw new OutcomesInvalid({
      file,
      problem: `has no outcome in ${counts.read} rows (${wrongText(wrong)})`,
      cure: "check the columns",
    });
  if (lines.length > 0) await keepOutcomes(store, manifest.model, lines);
  return { ...counts, kept: lines.length, wrong };
};

const DAY_MS = 86_400_000;

/** What is wrong with records, with counts. */
export const wrongText = (wrong: TakenOutcomes["wrong"]): string =>
  Object.entries(wrong)
    .map(([what, count]) => `${count} without a usable ${what}`)
    .join(", ");

/** What an outcome is about. */
const aboutOf = (line: OutcomeLine): string => ("id" in line ? line.id : `${line.key} ${line.at}`);

/** The outcomes that are kept, by what they are about. */
const knownOutcomes = async (
  store: BlobStore,
  model: string,
): Promise<Map<string, Set<string>>> => {
  const known = new Map<string, Set<string>>();
  for await (const { name } of store.list(blobNames.outcomes(model))) {
    let rest = "";
    const take = (text: string): void => {
      const line = readOutcomeLine(text);
      if (line === undefined) return;
      const about = aboutOf(line);
      known.set(about, (known.get(about) ?? new Set()).add(String(line.outcome)));
    };
    for await (const chunk of store.stream(name)) {
      const parts = `${rest}${Buffer.from(chunk).toString("latin1")}`.split("\n");
      rest = parts.pop() ?? "";
      parts.forEach((text) => take(Buffer.from(text, "latin1").toString()));
    }
    if (rest !== "") take(Buffer.from(rest, "latin1").toString());
  }
  return known;
};
