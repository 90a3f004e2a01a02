import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { csvOf, type BlobStore } from "@despliega/storage";
import type { Batch, ScoreOptions } from "@despliega/trainer/pipeline/score/score.js";

import { temporaryDirectory } from "../../support/temporary.js";
import { scoreWith } from "./score-with.js";

/** A row of a CSV by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a CSV. */
export const rowsOf = (bytes: Uint8Array): readonly Row[] => {
  const csv = csvOf(bytes, 1e6);
  if ("fault" in csv) throw new Error(csv.fault);
  return csv.rows.map((fields) =>
    Object.fromEntries(csv.columns.map((name, at) => [name, fields[at]!])),
  );
};

/** What a batch of a text gave. */
export interface Scored {
  readonly batch: Batch;
  readonly rows: readonly Row[];
  readonly rejects: readonly Row[];
}

/** Scores a CSV that is given as text. */
export const scoreCsv = async (
  store: BlobStore,
  model: string,
  csv: string,
  options: Partial<ScoreOptions> = {},
  threads?: number,
): Promise<Scored> => {
  const directory = await temporaryDirectory();
  const [input, out] = [join(directory, "in.csv"), join(directory, "out.csv")];
  await writeFile(input, csv);
  const batch = await scoreWith(
    store,
    { model, input, out: { kind: "file", file: out }, ...options },
    threads === undefined ? {} : { threads },
  );
  return {
    batch,
    rows: rowsOf(await readFile(out)),
    rejects: rowsOf(await readFile(join(directory, "out.rejects.csv"))),
  };
};
