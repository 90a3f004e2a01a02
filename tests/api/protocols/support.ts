import {
  createApp,
  createReleases,
  listen,
  stop,
  urlOf,
  type AppDeps,
  type Decisions,
} from "@despliega/api";
import { memoryBlobStore, type BlobStore } from "@despliega/storage";
import { afterAll } from "@jest/globals";
import supertest from "supertest";

import { promoteTiny, type TinyRelease } from "../../support/release.js";
import { callerCheckFor, authorisationOn, WHOLE } from "../../support/sensitive.js";
import { capturedLog } from "../support.js";

/** The features of the tiny release, in its order. */
export const NAMES = [
  "nb_previous_loans",
  "avg_amount_loans_previous",
  "age",
  "years_on_the_job",
  "flag_own_car",
] as const;

/** Values of a row, in the order of {@link NAMES}. */
export type Values = readonly (number | null)[];

/** The values of a row of high risk, and its features by name. */
export const RISKY: Values = [2, 187.25, 23, 1, 0];
export const recordOf = (values: Values): Record<string, number | null> =>
  Object.fromEntries(NAMES.map((name, i) => [name, values[i]!]));

/** Rows that no small body holds. */
export const manyRows = (rows: number): Values[] =>
  Array.from({ length: rows }, (_, i) => [
    i % 50,
    i % 7 === 0 ? null : i / 3,
    20 + (i % 50),
    i % 11 === 0 ? null : i % 10,
    i % 2,
  ]);

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(opened.map((close) => close()));
});

/**
 * The api over a store in memory in which the given models are champions; it listens until the tests are over. Callers
 * may use sensitive models, too.
 */
export const apiServing = async (
  models: readonly TinyRelease[] = [{}],
  {
    checkDecisions,
    store = memoryBlobStore(),
    ...options
  }: Partial<AppDeps> & {
    readonly checkDecisions?: Decisions["checkRelease"];
    readonly store?: BlobStore;
  } = {},
) => {
  for (const tiny of models) await promoteTiny(store, tiny);
  const { logger } = capturedLog();
  const { authorisation = authorisationOn() } = options;
  const releases = createReleases({
    store,
    logger,
    models: undefined,
    refreshSeconds: 0,
    authorisation,
    checkDecisions,
  });
  if (models.length > 0) await releases.load();
  const app = createApp({
    releases,
    store,
    logger,
    checkCaller: callerCheckFor(WHOLE),
    authorisation,
    // A thread starts slowly on a machine that is busy.
    requestTimeoutSeconds: 60,
    ...options,
  });
  const server = await listen(app, { host: "127.0.0.1", port: 0 });
  opened.push(() => stop(server, 0));
  return { server, store, releases, request: supertest(urlOf(server)) };
};

/** The problem of a request that a protocol refuses. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly feature?: string;
  readonly row?: number;
  readonly error?: string;
}
