import {
  blobNames,
  memoryBlobStore,
  PRIVATE_BLOBS,
  routedStore,
  trainPartName,
} from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { collect } from "../../support/collect.js";
import { promoteTiny, versionOf } from "../../support/release.js";
import { describeBlobStore } from "./blob-store.suite.js";

const apart = () => {
  const [open, hidden] = [memoryBlobStore(), memoryBlobStore()];
  return { open, hidden, store: routedStore(open, hidden, PRIVATE_BLOBS) };
};

describeBlobStore("in two containers", async () => apart().store);

const [MODEL, VERSION, DAY, HASH] = ["riesgo", versionOf(1), "2026-01-31", "0".repeat(64)] as const;

/** Every name that a blob can have, by whether the trainer alone may read it. */
const PRIVATE = [
  blobNames.input(MODEL, "loans.csv"),
  blobNames.keptInputs(MODEL),
  blobNames.keptInput(MODEL, HASH),
  blobNames.keptContent(MODEL, HASH, "0123abcd"),
  blobNames.batch(MODEL, "scores.csv"),
  blobNames.outcomes(MODEL, HASH),
  blobNames.search(MODEL, "0".repeat(16)),
  blobNames.part(MODEL, VERSION, "train_model.csv"),
  blobNames.described(MODEL, VERSION, { folder: "output", name: trainPartName(12_345) }),
  blobNames.part(MODEL, VERSION, "rejected.csv"),
  blobNames.part(MODEL, VERSION, "identities.csv"),
];
const OPEN = [
  blobNames.part(MODEL, VERSION, "features.arrow"),
  blobNames.part(MODEL, VERSION, "unknown.json"),
  blobNames.part(MODEL, VERSION, "model.json"),
  blobNames.part(MODEL, VERSION, "report.html"),
  blobNames.manifest(MODEL, VERSION, VERSION),
  blobNames.signature(MODEL, VERSION),
  blobNames.champion(MODEL),
  blobNames.challenger(MODEL),
  blobNames.ledger(MODEL),
  blobNames.pruning(MODEL),
  blobNames.origin(MODEL, VERSION),
  blobNames.approvals(MODEL, VERSION),
  blobNames.verdict(MODEL),
  blobNames.trainingRequest(MODEL),
  blobNames.predictions(MODEL, DAY),
  blobNames.decisions(MODEL, DAY),
];

test("what the trainer alone reads has a container of its own, and all else has not", () => {
  expect(PRIVATE.filter((name) => !PRIVATE_BLOBS.isPrivate(name))).toEqual([]);
  expect(OPEN.filter(PRIVATE_BLOBS.isPrivate)).toEqual([]);
});

test("a listing has the blobs of both in the order of their names, whatever its prefix", async () => {
  const { store, open, hidden } = apart();
  for (const name of [...PRIVATE, ...OPEN])
    if (!name.endsWith("/")) await store.write(name, HASH_BYTES);
  const all = [...PRIVATE, ...OPEN].filter((name) => !name.endsWith("/")).toSorted();
  for (const prefix of [
    "",
    "o",
    "output/",
    `output/${MODEL}/${VERSION}/`,
    "input/",
    "in",
    "train_models/",
  ])
    expect((await collect(store.list(prefix))).map(({ name }) => name)).toEqual(
      all.filter((name) => name.startsWith(prefix)),
    );
  expect((await collect(open.list(""))).length + (await collect(hidden.list(""))).length).toBe(
    all.length,
  );
});

const HASH_BYTES = Buffer.from(HASH);

test("a release whose train table is apart is published, promoted and read like any other", async () => {
  const { store, hidden } = apart();
  await promoteTiny(store, {
    parts: [{ name: "train_model.csv", source: Buffer.from("a\n1\n"), rows: 1 }],
  });
  expect((await collect(hidden.list(""))).map(({ name }) => name)).toEqual([
    blobNames.part(MODEL, VERSION, "train_model.csv"),
  ]);
});
