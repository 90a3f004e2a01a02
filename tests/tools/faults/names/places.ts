import { createHash } from "node:crypto";

import { createLogger, createReleases } from "@despliega/api";
import {
  blobNames,
  listModels,
  listVersions,
  openRelease,
  planPrune,
  promote,
  prune,
  readChampion,
  readLedger,
  readManifest,
  rollback,
  type BlobStore,
  type DespliegaError,
} from "@despliega/storage";

import { move, versionOf } from "../../../support/release.js";
import { overwrite } from "../../../storage/release/altered.js";

const MODEL = "riesgo";
const RULES = { keep: 0, grace: 0 };

/** Where a hostile name may stand; returns what is wrong about how it was taken. */
export type Place = (store: BlobStore, name: string) => Promise<string | undefined>;

const refused = async (
  code: string,
  ...attempts: readonly (() => unknown)[]
): Promise<string | undefined> => {
  for (const [index, attempt] of attempts.entries())
    try {
      await attempt();
      return `attempt ${index} succeeds`;
    } catch (error) {
      const { code: got } = error as DespliegaError;
      if (got !== code) return `attempt ${index} fails with ${got ?? String(error)}`;
    }
  return undefined;
};

const edit = (store: BlobStore, blob: string, change: (json: never) => void): Promise<void> =>
  overwrite(store, blob, (bytes) => {
    const json = JSON.parse(bytes.toString()) as never;
    change(json);
    return Buffer.from(`${JSON.stringify(json)}\n`);
  });

interface Pointer {
  model: string;
  version: string;
  manifest: string;
  previous: { version: string };
}

const load = async (store: BlobStore): Promise<void> => {
  const logger = createLogger("fatal", { write: () => {} });
  await createReleases({ store, logger, models: [MODEL], refreshSeconds: 0 }).load();
};

const inPointer =
  (change: (pointer: Pointer, name: string) => void): Place =>
  async (store, name) => {
    await edit(store, blobNames.champion(MODEL), (pointer: Pointer) => change(pointer, name));
    return refused(
      "RELEASE_INVALID",
      () => load(store),
      () => rollback(store, MODEL, move),
      () => promote(store, MODEL, versionOf(1), move),
      () => prune(store, MODEL, RULES),
    );
  };

interface Described {
  model: string;
  version: string;
  parts: { name: string; folder: string }[];
}

// A program that can write a manifest can write its hash into the pointer too.
const inManifest =
  (change: (manifest: Described, name: string) => void): Place =>
  async (store, name) => {
    const blob = blobNames.manifest(MODEL, versionOf(2));
    await edit(store, blob, (manifest: Described) => change(manifest, name));
    const { bytes } = await store.read(blob);
    const manifest = createHash("sha256").update(bytes).digest("hex");
    await edit(store, blobNames.champion(MODEL), (pointer: Pointer) => {
      pointer.manifest = manifest;
    });
    return refused(
      "RELEASE_INVALID",
      () => load(store),
      () => readManifest(store, MODEL, versionOf(2)),
      () => promote(store, MODEL, versionOf(2), move),
    );
  };

/** Every place, by name. Each is given a store with a champion and its predecessor. */
export const PLACES: Readonly<Record<string, Place>> = {
  "as a model": (store, name) =>
    refused(
      "NAME_INVALID",
      () => readChampion(store, name),
      () => readLedger(store, name),
      () => listVersions(store, name),
      () => openRelease(store, name, versionOf(1)),
      () => promote(store, name, versionOf(1), move),
      () => rollback(store, name, move),
      () => planPrune(store, name, RULES),
      () => prune(store, name, RULES),
      () => blobNames.input(name, "loans.csv"),
    ),
  "as a version": (store, name) =>
    refused(
      "NAME_INVALID",
      () => openRelease(store, MODEL, name),
      () => promote(store, MODEL, name, move),
      () => blobNames.part(MODEL, name, "model.json"),
      () => blobNames.described(MODEL, name, { folder: "output", name: "later.bin" }),
    ),
  "as the pointer's model": inPointer((pointer, name) => void (pointer.model = name)),
  "as the pointer's version": inPointer((pointer, name) => void (pointer.version = name)),
  "as the pointer's predecessor": inPointer(
    (pointer, name) => void (pointer.previous.version = name),
  ),
  "as the manifest's model": inManifest((manifest, name) => void (manifest.model = name)),
  "as the manifest's version": inManifest((manifest, name) => void (manifest.version = name)),
  "as a part of the manifest": inManifest(
    (manifest, name) => void (manifest.parts[0]!.name = name),
  ),
  "as the folder of a part": inManifest(
    (manifest, name) => void (manifest.parts[0]!.folder = name),
  ),
  "in the ledger": async (store, name) => {
    const ledger = await store.read(blobNames.ledger(MODEL));
    const [first] = ledger.bytes.toString().split("\n");
    const entry = { ...(JSON.parse(first!) as object), version: name };
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    await store.append(blobNames.ledger(MODEL), line, ledger.bytes.length);
    return refused(
      "RELEASE_INVALID",
      () => readLedger(store, MODEL),
      () => prune(store, MODEL, RULES),
      () => rollback(store, MODEL, move),
    );
  },
  "in the note of a prune": async (store, name) => {
    const note = JSON.stringify({ phase: "condemned", versions: [name] });
    await store.create(blobNames.pruning(MODEL), Buffer.from(note));
    return refused(
      "RELEASE_INVALID",
      () => prune(store, MODEL, RULES),
      () => planPrune(store, MODEL, RULES),
      () => rollback(store, MODEL, move),
    );
  },
  "as a folder beside the releases": async (store, name) => {
    const blob = `train_models/${MODEL}/${name}/manifest.json`;
    await store.create(blob, Buffer.from("{}"));
    await load(store);
    await prune(store, MODEL, RULES);
    const versions = await listVersions(store, MODEL);
    if (versions.length !== 2) return `it counts as a version: ${versions.join()}`;
    await store.read(blob);
    return undefined;
  },
  "as a folder beside the models": async (store, name) => {
    await store.create(`train_models/${name}/champion.json`, Buffer.from("{}"));
    const models = await listModels(store);
    return models.length === 1 ? undefined : `it counts as a model: ${models.join()}`;
  },
};
