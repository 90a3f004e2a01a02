import {
  memoryBlobStore,
  openRelease,
  publishRelease,
  readPart,
  type BlobStore,
  type Release,
} from "@despliega/storage";

import { publishTiny, versionOf, WEIGHTS, type TinyRelease } from "../../../support/release.js";

const MODEL = "riesgo";

/** Two models that answer every row differently. */
export const GOOD = {
  [versionOf(1)]: WEIGHTS,
  [versionOf(2)]: WEIGHTS.map((weight) => 0.5 - weight),
} as const;

export const [FIRST, SECOND] = [versionOf(1), versionOf(2)] as const;

/** A release with golden rows that differ from the answers of its model. */
export const MISMATCHED = versionOf(3);

/** A release of which a part is not what its manifest says. */
export const DAMAGED = versionOf(4);

/**
 * Publishes all releases, none of them promoted.
 *
 * @param users beside those of the tiny release, so that a release that is not let go weighs something
 */
export const publishReleases = async (store: BlobStore, users: number): Promise<void> => {
  for (const [version, weights] of Object.entries(GOOD))
    await publishWith(store, { version, weights }, users);
  await publishWith(store, { version: MISMATCHED, wrongGolden: true }, 0);
  await publishWith(store, { version: DAMAGED }, 0, (table) => table.subarray(0, -2));
};

const publishWith = async (
  store: BlobStore,
  tiny: TinyRelease,
  users: number,
  damage?: (table: Buffer) => Buffer,
): Promise<void> => {
  const memory = memoryBlobStore();
  const manifest = await publishTiny(memory, tiny);
  const { format: _format, formatVersion: _version, parts, ...description } = manifest;
  const small = await readPart(memory, manifest, "features.csv");
  const rows = parts.find(({ name }) => name === "features.csv")!.rows! + users;
  const more = Array.from({ length: users }, (_, i) => `${6_000_000 + i},1,2.5,30,4,1\n`).join("");
  const table = Buffer.concat([small, Buffer.from(more)]);
  await publishRelease(store, description, [
    { name: "features.csv", source: table, rows },
    { name: "model.json", source: await readPart(memory, manifest, "model.json") },
    { name: "golden.json", source: await readPart(memory, manifest, "golden.json") },
  ]);
  if (damage === undefined) return;
  const name = `output/${MODEL}/${manifest.version}/features.csv`;
  const { bytes, etag } = await store.read(name);
  await store.replace(name, damage(bytes), etag);
};

/** The releases that may answer, by the name that a response's header has for them. */
export const openGood = async (store: BlobStore): Promise<ReadonlyMap<string, Release>> =>
  new Map(
    await Promise.all(
      Object.keys(GOOD).map(
        async (version) =>
          [`${MODEL}/${version}`, await openRelease(store, MODEL, version)] as const,
      ),
    ),
  );
