import { createHash } from "node:crypto";

import {
  answersOf,
  blobNames,
  openRelease,
  publishEdition,
  readChampion,
  refresh,
  rowEncoder,
  type BlobStore,
  type Champion,
  type EditionManifest,
  type EditionPointer,
  type Value,
} from "@despliega/storage";

import { move } from "./release.js";

/** The name of an edition that differs from others by one digit. */
export const editionOf = (digit: number): string => `20260301T000000Z-0000000${digit}`;

/** What a test may change in a tiny edition. */
export interface TinyEdition {
  readonly model?: string;
  /** Of the release. */
  readonly version: string;
  /** Its name. Default: {@link editionOf} 1. */
  readonly edition?: string;
  readonly users: Readonly<Record<number, readonly Value[]>>;
  /** The entity that the first golden row names. Default: the one whose features it has. */
  readonly strayKey?: number;
  /** Golden answers that the model does not give. */
  readonly wrongGolden?: boolean;
  readonly description?: Partial<Pick<EditionManifest, "newestEvent" | "created" | "release">>;
}

/** Publishes an edition of a tiny release's features. */
export const publishTinyEdition = async (
  store: BlobStore,
  tiny: TinyEdition,
): Promise<EditionPointer> => {
  const { model = "riesgo", version, edition = editionOf(1), users, strayKey } = tiny;
  const { bytes } = await store.read(blobNames.manifest(model, version));
  const { manifest, scorer } = await openRelease(store, model, version);
  const encode = rowEncoder(manifest.features);
  const entities = Object.entries(users);
  const rows = entities.map(([key, features], i) => {
    const answers = answersOf(scorer, encode(features));
    const wrong = "score" in answers && tiny.wrongGolden === true;
    return {
      key: [i === 0 && strayKey !== undefined ? strayKey : Number(key)],
      features,
      ...(wrong ? { score: answers.score + 0.1 } : answers),
    };
  });
  const header = ["id", ...manifest.features.map(({ name }) => name)];
  const lines = entities.map(([key, features]) => [key, ...features.map((value) => value ?? "")]);
  return publishEdition(
    store,
    {
      model,
      version,
      edition,
      created: "2026-03-01T00:00:00Z",
      release: createHash("sha256").update(bytes).digest("hex"),
      asOf: "2026-03-01",
      newestEvent: "2026-02-28",
      lineage: { inputs: [], trainer: { version: "0.1.0", commit: null } },
      ...tiny.description,
    },
    [
      {
        name: "features.csv",
        source: Buffer.from([header, ...lines].map((line) => `${line.join()}\n`).join("")),
        rows: entities.length,
      },
      { name: "golden.json", source: Buffer.from(JSON.stringify({ rows })) },
    ],
  );
};

/** Publishes an edition of a tiny champion's features, and moves the pointer to it. */
export const refreshTiny = async (
  store: BlobStore,
  tiny: Omit<TinyEdition, "version">,
): Promise<Champion> => {
  const { model = "riesgo" } = tiny;
  const before = await readChampion(store, model);
  const { version } = before.champion!;
  return refresh(store, model, await publishTinyEdition(store, { ...tiny, version }), move, before);
};
