import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";

import { csvOf, type BlobStore } from "@despliega/storage";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { score, type Batch, type ScoreOptions } from "@despliega/trainer/pipeline/score.js";

import { temporaryDirectory } from "../../support/temporary.js";

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

const noPeople: ScoreOptions["people"] = {
  whole: false,
  pseudonymKeyOf: () => {
    throw new Error("a batch about people");
  },
  audit: () => Promise.reject(new Error("a batch about people")),
};

/** Scores an input by the champion of a model. Every row may be rejected by default. */
export const scoreWith = (
  store: BlobStore,
  options: Partial<ScoreOptions> & Pick<ScoreOptions, "model" | "input" | "out">,
  { threads = 1, maxRejected = 1 }: { threads?: number; maxRejected?: number } = {},
): Promise<Batch> =>
  score(
    { version: undefined, detail: false, people: noPeople, ...options },
    {
      store,
      settings: {
        databaseLimits: { connectSeconds: 5, querySeconds: 30 },
        threads,
        maxRejected,
      },
      progress: createProgress(new Writable({ write: (_chunk, _encoding, done) => done() })),
      note: () => {},
    },
  );

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
