import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { EXIT } from "@despliega/trainer/cli/exit-codes.js";
import { blobNames, openStore, type BlobStore } from "@despliega/storage";
import type { Azurite } from "@despliega/storage/azurite";

import { openBook, type Book } from "../book/book.js";
import { writeLoans } from "../book/loans-file.js";
import { dateOf, momentOf } from "../calendar.js";
import type { Clock } from "../clock/clock.js";
import { ROOT } from "../../../repository/files.js";
import { MODEL, MONITORED, type Plan } from "../plan.js";
import { startApi, type Api } from "./api.js";
import { inProcesses, inThisProcess, type Despliega } from "./verbs.js";
import { testKey } from "../../../support/test-key.js";

/** Where and how a year is lived. */
export interface Place {
  readonly azurite: Azurite;
  readonly clock: Clock;
  /** Whether verbs run in this process rather than in one of their own. */
  readonly here: boolean;
}

/** A bank that serves riesgo, at a simulated time. */
export interface Bank {
  readonly plan: Plan;
  readonly book: Book;
  readonly store: BlobStore;
  /** A file in a folder that goes with the bank. */
  readonly file: (name: string) => string;
  readonly setClock: (day: number, hour: number) => void;
  /** Runs a verb, which must end with one of these codes. Default: 0 */
  readonly despliega: (args: readonly string[], codes?: readonly number[]) => Promise<string>;
  readonly startApi: () => Promise<Api>;
  /** Puts the history of a day where trainings read it. @param withoutJobs whether its column of jobs is empty. Default: no */
  readonly offerHistory: (day: number, withoutJobs?: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The exit code of a bad verdict. */
export const BAD_VERDICT = EXIT.bad;

/** Opens a bank in a container of its own, in which nothing is yet. */
export const openBank = async (
  { azurite: { connectionString }, clock, here }: Place,
  plan: Plan,
  seed: number,
): Promise<Bank> => {
  const folder = await mkdtemp(join(tmpdir(), "despliega-year-"));
  const models = join(folder, "models");
  await cp(`${ROOT}trainer/models/riesgo`, join(models, MODEL), { recursive: true });
  await appendFile(join(models, MODEL, "model.yaml"), MONITORED);
  const container = `year${seed}`;
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: connectionString,
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_MODELS_DIRECTORY: models,
    DESPLIEGA_MODELS: MODEL,
  };
  const recording = { DESPLIEGA_PREDICTION_LOG: "1", DESPLIEGA_PREDICTION_KEY: KEY };
  const apiSettings = { DESPLIEGA_RATE_LIMIT: "0", DESPLIEGA_ACCESS_LOG: "off", ...recording };
  const store = await openStore({ account: { connectionString }, container, timeoutSeconds: 60 });
  await store.ensureContainer();
  const run: Despliega = here ? inThisProcess(settings) : inProcesses(settings);
  const book = openBook(plan, seed);
  const file = (name: string) => join(folder, name);
  const running = new Set<Api>();
  return {
    ...{ plan, book, store, file },
    setClock: (day, hour) => clock.set(momentOf(day, hour)),
    async despliega(args, codes = [0]) {
      const { code, output } = await run(...args);
      if (codes.includes(code)) return output;
      throw new Error(`${dateOf(Date.now() / 86_400_000)}: ${args.join(" ")}: ${output}`);
    },
    async startApi() {
      const api = await startApi({ ...settings, ...apiSettings }, Date.now());
      running.add(api);
      return api;
    },
    async offerHistory(day, withoutJobs) {
      const from = file("loans.csv");
      await writeLoans(from, book.history(day), withoutJobs);
      await store.write(blobNames.input(MODEL, "loans.csv"), { file: from });
    },
    async close() {
      for (const api of running) api.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** By which keys of recorded answers are hashed. */
const KEY = testKey(7).toString("base64");
