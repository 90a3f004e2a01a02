import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import {
  makeVersion,
  openRelease,
  publishEdition,
  requireDeclared,
  refresh,
  type BlobStore,
  type Champion,
  type DeclaredTerms,
  type Manifest,
  type ReadChampion,
} from "@despliega/storage";

import { checkServing } from "../../dataset/check-observations.js";
import { servedSql, takesUnknown, unknownObservation } from "../../dataset/unknown-entity.js";
import type { Engine } from "../../engine/engine.js";
import { FeaturesAbsent } from "../../errors/errors.js";
import type { ObservationColumn, ObservationTable } from "../../estimators/observation-table.js";
import { declaredFeature } from "../../model/declared-feature.js";
import { servedKeys } from "../../model/entity-columns.js";
import type { ModelDefinition } from "../../model/model.js";
import { withoutColumns } from "../incomparable.js";
import type { OnlineTables } from "../online/online-tables.js";
import { publishOnline } from "../online/publish-online.js";
import { writeServing } from "../serving-tables.js";
import { TRAINER_VERSION } from "../version.js";
import { editionGolden } from "./golden.js";
import { requireLater, type EditionConsent } from "./require-later.js";
import type { ServedRelease } from "./served-release.js";

/** What a release's own `features.sql` made of a history. */
export interface NewFeatures {
  readonly observations: ObservationTable;
  /** The cut-off, as YYYY-MM-DD; null where nothing has a time. */
  readonly asOf: string | null;
  readonly newestEvent: string | null;
  readonly inputs: Manifest["lineage"]["inputs"];
}

/** What making an edition needs. */
export interface EditionContext {
  readonly store: BlobStore;
  readonly tables: OnlineTables;
  /** Terms that the release must meet. */
  readonly declared: DeclaredTerms;
  /** A work directory. */
  readonly directory: string;
  readonly commit: string | null;
  readonly actor: string;
  /** The reason, for the ledger. */
  readonly why: string;
  readonly now: () => Date;
  /** The pointer when the run began: the edition loses where it has moved since. */
  readonly read: ReadChampion;
  readonly consent: EditionConsent;
}

/** An edition that answers now. */
export interface Refreshed {
  readonly champion: Champion;
  readonly newestEvent: string | null;
  /** Entities, now and before. */
  readonly rows: number;
  readonly before: ServedRelease["present"];
}

/**
 * Makes an edition of a champion's features, publishes it, opens it as the api does, and moves the pointer to it.
 *
 * @param model by which the inputs were read; its features and its serving are those of the release
 * @throws `FEATURES_OLDER`, `FEATURES_FEWER`, `FEATURES_ABSENT`, what {@link checkServing} throws, and `BLOB_CHANGED` when the
 * pointer has moved since it was read
 */
export const makeEdition = async (
  engine: Engine,
  served: ServedRelease,
  model: ModelDefinition,
  { observations, asOf, newestEvent, inputs }: NewFeatures,
  context: EditionContext,
): Promise<Refreshed> => {
  const { champion, manifest, scorer, present } = served;
  const { store, directory, commit, now } = context;
  const { features, serving: asked, classes } = manifest;
  const { version } = champion;
  requireDeclared(model.name, manifest, context.declared);
  const problem = await withoutColumns(engine, observations, manifest);
  if (problem !== undefined) throw new FeaturesAbsent({ model: model.name, version, problem });

  const declared = { ...model, classes, serving: asked, features: features.map(declaredFeature) };
  const where = (condition: string) =>
    engine.view<ObservationColumn>(`SELECT * FROM ${observations.name} WHERE ${condition}`);
  const all = await where("label IS NULL");
  const serving = await where(servedSql(declared));
  await checkServing(engine, declared, { all, serving });
  const unknown = takesUnknown(declared)
    ? await unknownObservation(engine, declared, all)
    : undefined;
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${serving.name}`,
  );
  const consent = requireLater(served, { rows, newestEvent }, context.consent);

  const keys = servedKeys(declared);
  const into = join(directory, "edition");
  await mkdir(into);
  const tables = await writeServing(
    engine,
    { features: declared.features, keys, serving, unknown, rows },
    into,
  );
  const golden = await editionGolden(engine, { serving, keys, features }, scorer);

  const created = now();
  const edition = await publishEdition(
    store,
    {
      model: model.name,
      version,
      edition: makeVersion(created, randomBytes(4)),
      created: created.toISOString(),
      release: champion.manifest,
      asOf,
      ...(newestEvent === null ? {} : { newestEvent }),
      lineage: { inputs, trainer: { version: TRAINER_VERSION, commit } },
    },
    [
      ...tables,
      { name: "golden.json", source: Buffer.from(`${JSON.stringify(golden, null, 2)}\n`) },
    ],
  );
  await openRelease(store, model.name, version, champion.manifest, edition);
  await publishOnline(store, context.tables, manifest, edition);
  const move = { at: now(), by: context.actor, why: context.why, consent };
  const moved = await refresh(store, model.name, edition, move, context.read);
  return { champion: moved, newestEvent, rows, before: present };
};
