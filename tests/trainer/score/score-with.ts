import { Writable } from "node:stream";

import type { BlobStore } from "@despliega/storage";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { score, type Batch, type ScoreOptions } from "@despliega/trainer/pipeline/score/score.js";

/** What a model that is about nobody needs of a batch. */
export const noPeople: ScoreOptions["people"] = {
  namingOf: () => {
    throw new Error("a batch about people");
  },
  audit: () => Promise.reject(new Error("a batch about people")),
};

/** Scores an input by the champion of a model. Every row may be rejected by default. */
export const scoreWith = (
  store: BlobStore,
  options: Partial<ScoreOptions> & Pick<ScoreOptions, "model" | "input" | "out">,
  { threads, maxRejected = 1 }: { threads?: number | undefined; maxRejected?: number } = {},
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
