import {
  BlobChanged,
  ChampionMissing,
  readChampion,
  requireDeclared,
  type BlobStore,
  type Champion,
} from "@despliega/storage";

import { cutOffOf } from "../dataset/cut-off.js";
import { newestEventOf } from "../dataset/newest-event.js";
import { runModelStatement } from "../dataset/run-statement.js";
import type { Engine } from "../engine/engine.js";
import { RefreshImpossible, RefreshOvertaken } from "../errors/errors.js";
import { requirePast, runDayOf } from "../ingest/run-day.js";
import type { ModelDefinition } from "../model/model.js";
import { requireUsable } from "../model/require-usable.js";
import { makeEdition, type Refreshed } from "../release/edition/make-edition.js";
import type { EditionConsent } from "../release/edition/require-later.js";
import { readServedRelease, type ServedRelease } from "../release/edition/served-release.js";
import { lineageOf } from "../release/run.js";
import type { InputPlace } from "../sources/place.js";
import { fetchInputs, readInputs } from "./read-inputs.js";
import { modelOfRelease } from "./release-model.js";
import { withRunEngine } from "./run-engine.js";
import type { TrainDependencies } from "./train.js";

/** What features are refreshed from. */
export interface RefreshOptions {
  /** Places, as they are given for the inputs of the champion's definition. */
  readonly placesOf: (model: ModelDefinition) => ReadonlyMap<string, InputPlace>;
  /** The cut-off, as YYYY-MM-DD. Default: the day after the last event, but not after the day of the run. */
  readonly asOf: string | undefined;
  readonly consent: EditionConsent;
  /** The reason, for the ledger. */
  readonly why: string;
}

/**
 * Makes the features of a champion again of the newest history, by the definition, the SQL and the scoring of its own
 * release, and lets them answer. The release stays.
 *
 * @throws `CHAMPION_MISSING`, `REFRESH_IMPOSSIBLE`, `REFRESH_OVERTAKEN` when the pointer has moved meanwhile, and what
 * reading the inputs, `features.sql` and {@link makeEdition} throw
 */
export const refreshFeatures = (
  name: string,
  options: RefreshOptions,
  dependencies: TrainDependencies,
): Promise<Refreshed> =>
  withRunEngine(dependencies, async (engine, directory) => {
    const { store, tables } = dependencies;
    const read = await readChampion(store, name);
    const { champion } = read;
    if (champion === undefined) throw new ChampionMissing({ model: name });
    const served = await readServedRelease(store, champion);
    const { commit, actor, sensitiveModels: declared } = dependencies.settings;
    requireDeclared(name, served.manifest, declared);
    const model = await definitionOf(store, served);
    const features = await newFeatures(engine, model, options, { ...dependencies, directory });
    const { progress, now, note = () => {} } = dependencies;
    const { consent, why } = options;
    const context = { store, tables, directory, commit, actor, declared, why, now, read, consent };
    const refreshed = await overtaken(champion, () =>
      progress.step(
        "publish",
        () => makeEdition(engine, served, model, features, context),
        ({ champion: { edition } }) => ({ edition: edition!.name }),
      ),
    );
    note({ version: champion.version, edition: refreshed.champion.edition!.name });
    return refreshed;
  });

/** The definition and the SQL that a release was made by. @throws `REFRESH_IMPOSSIBLE` */
const definitionOf = async (
  store: BlobStore,
  { manifest }: ServedRelease,
): Promise<ModelDefinition> => {
  const found = await modelOfRelease(store, manifest);
  if (typeof found !== "string") return found;
  const { model, version } = manifest;
  const problem = `it does not hold its ${found}, as releases of an early version: train it again`;
  throw new RefreshImpossible({ model, version, problem });
};

type Context = TrainDependencies & { readonly directory: string };

const newFeatures = async (
  engine: Engine,
  model: ModelDefinition,
  { placesOf, asOf: given }: RefreshOptions,
  { note = () => {}, now, ...context }: Context,
) => {
  const runDay = runDayOf(now());
  requirePast(model, given, runDay);
  await requireUsable(model);
  const fetch = (to: string) => fetchInputs(model, placesOf(model), { ...context, directory: to });
  const { inputs, ingested } = await readInputs(engine, model, { fetch }, { ...context, runDay });
  note({ inputs: inputs.map(({ dataset, bytes, sha256 }) => ({ name: dataset, bytes, sha256 })) });
  return context.progress.step(
    "features",
    async () => {
      const tables = ingested.inputs.map(({ table }) => table);
      const asOf = await cutOffOf(engine, model, tables, { asOf: given, runDay });
      const observations = await runModelStatement(engine, model, asOf);
      const newestEvent = await newestEventOf(engine, model, tables, asOf);
      await engine.drop(...tables);
      return { observations, asOf, newestEvent, inputs: lineageOf({ inputs, ingested }) };
    },
    ({ newestEvent }) => (newestEvent === null ? {} : { newest_event: newestEvent }),
  );
};

/** Runs work that ends with a move of the pointer, and says so when the pointer was moved by another. */
const overtaken = async <T>({ model, version }: Champion, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof BlobChanged)) throw cause;
    throw new RefreshOvertaken({ model, version }, { cause });
  }
};
