import { expect, test } from "@jest/globals";
import {
  blobNames,
  challenge,
  endChallenge,
  memoryBlobStore,
  planPrune,
  prune,
  readChallenger,
  type BlobStore,
} from "@despliega/storage";

import { move, promoteTiny, publishTiny, versionOf } from "../../support/release.js";

const MODEL = "riesgo";
const RULES = { keep: 0, grace: 0 };

const challengeBy = (store: BlobStore, digit: number) =>
  challenge(store, { model: MODEL, version: versionOf(digit), share: 0.1, ...move });

const published = async (): Promise<BlobStore> => {
  const store = memoryBlobStore();
  await publishTiny(store, { version: versionOf(1) });
  await publishTiny(store, { version: versionOf(2) });
  await promoteTiny(store, { version: versionOf(3) });
  return store;
};

const claim = (store: BlobStore, phase: string) =>
  store.replace(
    blobNames.pruning(MODEL),
    Buffer.from(JSON.stringify({ phase, versions: [versionOf(1)] })),
    null,
  );

test("a prune keeps the challenger until the challenge ends", async () => {
  const store = await published();
  await challengeBy(store, 1);
  const fates = (await prune(store, MODEL, RULES)).map((of) => [of.version, of.reason]);
  expect(Object.fromEntries(fates)).toEqual({
    [versionOf(1)]: "challenger",
    [versionOf(2)]: "old",
    [versionOf(3)]: "champion",
  });
  expect(await endChallenge(store, MODEL, versionOf(3))).toBe(false);
  expect(await endChallenge(store, MODEL)).toBe(true);
  expect(await endChallenge(store, MODEL)).toBe(false);
  expect(await planPrune(store, MODEL, RULES)).toMatchObject([{}, { goes: true, reason: "old" }]);
});

test("a challenge withdraws the claim of a prune, and gives way to one that deletes the release", async () => {
  const store = await published();
  await claim(store, "claimed");
  await challengeBy(store, 1);
  await expect(store.read(blobNames.pruning(MODEL))).rejects.toMatchObject({
    code: "BLOB_MISSING",
  });

  await claim(store, "condemned");
  await expect(challengeBy(store, 1)).rejects.toMatchObject({ code: "RELEASE_PRUNED" });
  expect((await readChallenger(store, MODEL)).challenger).toBeUndefined();
});

test("a broken pointer is told, and ends like any other", async () => {
  const store = await published();
  await store.create(blobNames.challenger(MODEL), Buffer.from('{"share":2}'));
  await expect(readChallenger(store, MODEL)).rejects.toMatchObject({ code: "RELEASE_INVALID" });
  expect(await endChallenge(store, MODEL)).toBe(true);
});
