import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { riesgo } from "../../../support/models.js";
import { openBench } from "../../../trainer/ingest/support.js";
import { SAMPLE } from "../../../trainer/support/runs.js";
import type { Campaign } from "../lib/campaign.js";
import { withWorkshop } from "../lib/workshop.js";
import { ingestMutant, type MutantEnd } from "./ingest-mutant.js";
import { mutantOf } from "./mutants.js";
import { trainMutant } from "./train-mutant.js";

/** Mutants of the long form. */
const MUTANTS = 20_000;

/** One in so many goes through a whole training. */
const TRAINED = 50;

/** Every so manieth row of the sample is kept: for an ingestion, and for a training. */
const THINNED = { ingest: 80, train: 10 };

const HANG = 60_000;

/** Mutants of the sample: each ends with its fit rows kept and all others counted, or in one clear error. */
export const input: Campaign = ({ cases = MUTANTS, seed }, say) =>
  withWorkshop(async ({ directory }) => {
    const lines = (await readFile(SAMPLE, "utf8")).split("\n");
    const thinned = (step: number): string =>
      [lines[0], ...lines.slice(1, -1).filter((_, i) => i % step === 0), ""].join("\n");
    const samples = { ingest: thinned(THINNED.ingest), train: thinned(THINNED.train) };
    const { columns } = riesgo.inputs[0];
    const path = join(await directory("input"), "loans.csv");
    const bench = await openBench(1);
    const endings: Record<string, number> = {};
    const failures: string[] = [];

    const tryMutant = (index: number): Promise<MutantEnd> =>
      index % TRAINED === TRAINED - 1
        ? trainMutant(mutantOf(samples.train, seed, index), columns, path)
        : ingestMutant(bench, columns, mutantOf(samples.ingest, seed, index));
    const hanging = async (signal: AbortSignal): Promise<MutantEnd> => {
      await wait(HANG, undefined, { signal });
      return { ended: "hang", broken: "it hangs" };
    };
    try {
      for (let index = 0; index < cases; index++) {
        const timer = new AbortController();
        const hang = hanging(timer.signal);
        hang.catch(() => {});
        const { ended, broken } = await Promise.race([tryMutant(index), hang]);
        timer.abort();
        endings[ended] = (endings[ended] ?? 0) + 1;
        if (broken !== undefined) failures.push(`seed ${seed}, mutant ${index}: ${broken}`);
        if (index % 2_000 === 1_999)
          say(`input: ${index + 1} of ${cases}, ${failures.length} failures`);
      }
    } finally {
      await bench.close();
    }
    say(`input: ${JSON.stringify(endings)}`);
    return { campaign: "input", cases, failures };
  });
