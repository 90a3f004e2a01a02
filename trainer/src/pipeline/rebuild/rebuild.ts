import { isTrainPart, type BlobStore, type Manifest } from "@despliega/storage";

import type { openEngine } from "../../engine/open-engine.js";
import { RebuildImpossible } from "../../errors/errors.js";
import type { Note } from "../../records/run-record.js";
import { makeParts } from "../../release/parts.js";
import { TRAINER_VERSION } from "../../release/version.js";
import { learnRun } from "../learn-run.js";
import type { ModelDefinition } from "../../model/model.js";
import { modelOfRelease } from "../release-model.js";
import { prepareRun, requirePreparable, type PrepareOptions } from "../prepare.js";
import type { Progress } from "../progress.js";
import { withRunEngine } from "../run-engine.js";
import type { TrainerSettings } from "../settings.js";
import { compareParts, type RebuiltPart } from "./compare-parts.js";
import { keptSupply } from "./kept-supply.js";
import { recordedSearch } from "./recorded-search.js";
import { makeDirectory, writeParts } from "./write-parts.js";

/** The dependencies of a rebuild. */
export interface RebuildDependencies {
  readonly store: BlobStore;
  readonly settings: Pick<TrainerSettings, "memoryLimit" | "threads" | "commit">;
  readonly progress: Progress;
  /** Takes what becomes known of the run, for its record. Default: nobody does. */
  readonly note?: Note;
  /** Opens the SQL engine of the run. Default: DuckDB, embedded. */
  readonly openEngine?: typeof openEngine;
}

/**
 * Trains a release again from what it keeps: its inputs, its definition and statement, its parameters and the trials of
 * its search. It publishes nothing.
 *
 * @param out a directory for the parts. Default: they are not written
 * @returns how each part compares with the one of the release
 * @throws `INPUT_NOT_KEPT`, `REBUILD_IMPOSSIBLE`, `RELEASE_INVALID`, `MODEL_INVALID`, `OUTPUT_UNWRITABLE`, and what a
 * training throws
 */
export const rebuild = async (
  manifest: Manifest,
  out: string | undefined,
  dependencies: RebuildDependencies,
): Promise<RebuiltPart[]> => {
  const { store, progress, note = () => {} } = dependencies;
  tellTrainer(manifest, dependencies);
  const model = await modelOf(store, manifest);
  const supply = keptSupply(manifest, model, { store, progress });
  const search = await recordedSearch(store, manifest);
  if (out !== undefined) await makeDirectory(out);
  const options: PrepareOptions = { supply, ...parametersOf(manifest), champion: undefined };
  // The release was accepted with its share of rejected rows, and kept rows name nobody.
  const settings = { maxRejected: 1, personKeys: { pseudonym: [], identity: [] } };
  return withRunEngine(dependencies, async (engine, directory) => {
    const where = { store, settings, progress, directory, note };
    await requirePreparable(model, options, progress);
    const { prepared } = await prepareRun(engine, model, options, where);
    const openLog = search?.openLog ?? noLog;
    const run = await learnRun(engine, prepared, { tune: search?.tune }, { openLog, progress });
    const parts = await progress.step("report", () =>
      makeParts(engine, run, directory, csvRowsOf(manifest)),
    );
    if (out !== undefined) await writeParts(parts, out);
    return compareParts(manifest, parts);
  });
};

const modelOf = async (store: BlobStore, manifest: Manifest): Promise<ModelDefinition> => {
  const found = await modelOfRelease(store, manifest);
  if (typeof found !== "string") return found;
  const { model, version } = manifest;
  throw new RebuildImpossible({ model, version, problem: `it does not hold its ${found}` });
};

/** The form of the training table is that of the release, whatever a training of now would choose. */
const csvRowsOf = ({ parts }: Manifest): number =>
  parts.some(({ name }) => isTrainPart(name)) ? 0 : Infinity;

const noLog = (): never => {
  throw new TypeError("a release that was not tuned has no search");
};

/** The parameters of a release that a run takes. */
const parametersOf = ({
  model,
  version,
  lineage: { parameters },
}: Manifest): Pick<PrepareOptions, "runDay" | "asOf" | "acceptLeak"> => {
  const { run_day: runDay, as_of: asOf, accepted_leak: acceptLeak, imported } = parameters;
  if (imported !== undefined) {
    const problem = "its model was imported from a file, which is not kept";
    throw new RebuildImpossible({ model, version, problem });
  }
  if (typeof runDay !== "string") {
    const problem = "it does not record the day of its run";
    throw new RebuildImpossible({ model, version, problem });
  }
  return { runDay, asOf: textOf(asOf), acceptLeak: textOf(acceptLeak) };
};

const textOf = (parameter: unknown): string | undefined =>
  typeof parameter === "string" ? parameter : undefined;

/** Says where this trainer is another than the one of the release. */
const tellTrainer = (
  { version, lineage: { trainer } }: Manifest,
  { settings: { commit }, progress }: RebuildDependencies,
): void => {
  if (trainer.version === TRAINER_VERSION && trainer.commit === commit) return;
  const named = (of: string, at: string | null) =>
    `${of}, ${at === null ? "of an unknown commit" : `commit ${at}`}`;
  progress.notice(
    `${version} is by trainer ${named(trainer.version, trainer.commit)}; this is ${named(TRAINER_VERSION, commit)}`,
  );
};
