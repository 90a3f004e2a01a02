import {
  blobNames,
  challenge,
  copyRelease,
  memoryBlobStore,
  newestSignedMove,
  openRelease,
  promote,
  prune,
  readChallenger,
  readChampion,
  readLedger,
  requireChampion,
  rollback,
  signChampion,
  signRelease,
  verifyModel,
  type BlobStore,
} from "@despliega/storage";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { collect } from "../../support/collect.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { namedStore, signedStore, signingKey, type SigningKey } from "../../support/signing.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { overwrite } from "../release/altered.js";

let key: SigningKey;
let other: SigningKey;
beforeAll(async () => {
  [key, other] = [await signingKey(), await signingKey()];
});

const POINTER = blobNames.champion("riesgo");
const INVALID = { code: "SIGNATURE_INVALID" };

/** Puts another value into a pointer. */
const alter = (store: BlobStore, name: string, fields: object) =>
  overwrite(store, name, (bytes) =>
    Buffer.from(JSON.stringify({ ...(JSON.parse(String(bytes)) as object), ...fields })),
  );

const open = async (store: BlobStore) => {
  const { version, manifest, edition } = await requireChampion(store, "riesgo");
  return openRelease(store, "riesgo", version, manifest, edition);
};

const problems = async (store: BlobStore): Promise<string[]> =>
  (await collect(verifyModel(store, "riesgo"))).flatMap(({ kind, problem }) =>
    problem === undefined ? [] : [`${kind}: ${problem}`],
  );

test("what is published and promoted with a key opens, and one byte elsewhere does not", async () => {
  const store = signedStore(key);
  await promoteTiny(store);
  await open(store);
  expect(await problems(store)).toEqual([]);
  await overwrite(store, blobNames.manifest("riesgo", versionOf(1)), (bytes) =>
    Buffer.from(String(bytes).replace('"riesgo"', '"riesgo" ')),
  );
  await expect(openRelease(store, "riesgo", versionOf(1))).rejects.toMatchObject(INVALID);
});

describe("a pointer is refused", () => {
  const changes: Readonly<Record<string, object>> = {
    "that names another release": { version: versionOf(2) },
    "of another sequence": { sequence: 7 },
    "whose reason was changed": { why: "trust me" },
    "without its signature": { signature: undefined },
    "with words for a signature": { signature: "trust.me" },
    "that names no algorithm": {
      signature: `${Buffer.from('{"alg":"none","kid":"","typ":"despliega-move"}').toString("base64url")}..`,
    },
  };
  test.each(Object.entries(changes))("%s", async (_, fields) => {
    const store = signedStore(key);
    await publishTiny(store, { version: versionOf(2) });
    await promoteTiny(store);
    await alter(store, POINTER, fields);
    await expect(readChampion(store, "riesgo")).rejects.toMatchObject(INVALID);
    expect((await problems(store))[0]).toMatch(/^pointer: /);
  });

  test("that another key signed, until both count", async () => {
    const store = signedStore(key);
    await promoteTiny(signedStore(other, store));
    await expect(readChampion(store, "riesgo")).rejects.toThrow(other.id);
    const trusted = new Map([...key.trusted, ...other.trusted]);
    await open({ ...store, signatures: { trusted } });
  });

  test("that belongs to another model, also where nobody signs", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    await store.create(blobNames.champion("churn"), (await store.read(POINTER)).bytes);
    await expect(readChampion(store, "churn")).rejects.toMatchObject({ code: "RELEASE_INVALID" });
  });

  test("whose signature is that of its manifest", async () => {
    const store = signedStore(key);
    await promoteTiny(store);
    const signature = await store.read(blobNames.signature("riesgo", versionOf(1)));
    await alter(store, POINTER, { signature: String(signature.bytes).trim() });
    await expect(readChampion(store, "riesgo")).rejects.toMatchObject(INVALID);
  });
});

test("an unsigned release is not promoted, and a rollback, a challenge and a prune keep all signed", async () => {
  const store = signedStore(key);
  await publishTiny({ ...store, signatures: undefined }, { version: versionOf(4) });
  await expect(promote(store, "riesgo", versionOf(4), move)).rejects.toMatchObject(INVALID);
  for (const digit of [1, 2, 3]) await promoteTiny(store, { version: versionOf(digit) });
  await rollback(store, "riesgo", move);
  await challenge(store, { model: "riesgo", version: versionOf(3), share: 0.5, ...move });
  await prune(store, "riesgo", { keep: 0, grace: 0 });
  expect((await requireChampion(store, "riesgo")).sequence).toBe(4);
  expect((await readLedger(store, "riesgo")).every(({ signature }) => signature !== "")).toBe(true);
  expect(await newestSignedMove(store, "riesgo")).toMatchObject({ sequence: 4 });
  await alter(store, blobNames.challenger("riesgo"), { share: 1 });
  await expect(readChallenger(store, "riesgo")).rejects.toMatchObject(INVALID);
});

describe("a signed move counts in its own store alone", () => {
  const [STAGING, PRODUCTION] = ["staging/despliega", "bank/despliega"];
  const CHALLENGER = blobNames.challenger("riesgo");

  /** Production as a thief leaves it, with what staging has. */
  const replayed = async (before: string | undefined) => {
    const bare = memoryBlobStore();
    const production = namedStore(key, PRODUCTION, bare);
    await promoteTiny(namedStore(key, before, bare));
    const staging = namedStore(key, STAGING);
    for (const digit of [1, 2]) await promoteTiny(staging, { version: versionOf(digit) });
    await challenge(staging, { model: "riesgo", version: versionOf(1), share: 0.5, ...move });
    for await (const { name } of staging.list(""))
      await bare.write(name, (await staging.read(name)).bytes);
    return production;
  };

  test("so that one of another store is refused, and found by verify", async () => {
    const store = await replayed(PRODUCTION);
    await expect(readChampion(store, "riesgo")).rejects.toMatchObject({
      ...INVALID,
      message: expect.stringContaining(
        "it was signed for the store staging/despliega, and this is bank/despliega. ",
      ),
    });
    await expect(readChallenger(store, "riesgo")).rejects.toMatchObject(INVALID);
    expect(await newestSignedMove(store, "riesgo")).toEqual({ sequence: 0 });
    expect(await problems(store)).toEqual([
      expect.stringContaining(POINTER),
      expect.stringContaining(CHALLENGER),
    ]);
  });

  test("also where the name is taken out of it", async () => {
    const store = await replayed(PRODUCTION);
    await alter(store, POINTER, { store: undefined });
    await expect(readChampion(store, "riesgo")).rejects.toMatchObject(INVALID);
    await alter(store, POINTER, { store: PRODUCTION });
    await expect(readChampion(store, "riesgo")).rejects.toMatchObject(INVALID);
  });

  test("unless it is from before stores were named", async () => {
    const bare = memoryBlobStore();
    await promoteTiny(namedStore(key, undefined, bare));
    const store = namedStore(key, PRODUCTION, bare);
    await open(store);
    await promoteTiny(store, { version: versionOf(2) });
    expect(await newestSignedMove(store, "riesgo")).toMatchObject({
      sequence: 2,
      store: PRODUCTION,
    });
    expect(await problems(store)).toEqual([]);
  });

  test("and a store that was restored under another name is signed again", async () => {
    const bare = memoryBlobStore();
    const before = namedStore(key, PRODUCTION, bare);
    for (const digit of [1, 2]) await promoteTiny(before, { version: versionOf(digit) });
    const restored = namedStore(key, "bank2/despliega", bare);
    await expect(open(restored)).rejects.toMatchObject(INVALID);
    await signChampion(restored, "riesgo");
    await open(restored);
    await rollback(restored, "riesgo", move);
    await open(restored);
    expect(await problems(restored)).toEqual([]);
    expect((await collect(verifyModel(restored, "riesgo"))).at(-1)).toMatchObject({
      kind: "ledger",
      checked: 3,
      unsigned: 2,
    });
  });
});

test("a copy is signed where it arrives, or brings its signature with it", async () => {
  const source = signedStore(other);
  await publishTiny(source);
  const ask = { source, model: "riesgo", version: versionOf(1) };
  const origin = { at: "2026-02-01T00:00:00.000Z", by: "test", why: "test", commit: null };
  const directory = await temporaryDirectory();
  const ownKey = signedStore(key);
  await copyRelease({ ...ask, target: ownKey }, { directory, origin });
  await openRelease(ownKey, "riesgo", versionOf(1));
  const noKey = { ...memoryBlobStore(), signatures: { trusted: other.trusted } };
  await copyRelease({ ...ask, target: noKey }, { directory, origin });
  await openRelease(noKey, "riesgo", versionOf(1));
});

test("what was published before there was a key is signed later, once its hashes are right", async () => {
  const bare = memoryBlobStore();
  const store = signedStore(key, bare);
  await promoteTiny(bare);
  await promoteTiny(bare, { version: versionOf(2) });
  await expect(readChampion(store, "riesgo")).rejects.toMatchObject(INVALID);
  await signChampion(store, "riesgo");
  await open(store);
  await rollback(store, "riesgo", move);
  await open(store);
  expect(await problems(store)).toEqual([]);
  expect((await collect(verifyModel(store, "riesgo"))).at(-1)).toMatchObject({
    kind: "ledger",
    checked: 3,
    unsigned: 2,
  });
  await publishTiny(bare, { version: versionOf(3) });
  await overwrite(bare, blobNames.part("riesgo", versionOf(3), "model.json"), () =>
    Buffer.from("{}"),
  );
  await expect(signRelease(store, "riesgo", versionOf(3))).rejects.toMatchObject({
    code: "RELEASE_INVALID",
  });
  await expect(signChampion(bare, "riesgo")).rejects.toMatchObject({ code: "SIGNER_MISSING" });
});

describe("verify finds", () => {
  const faults: Readonly<Record<string, (store: BlobStore) => Promise<void>>> = {
    "release: .*features.csv": (store) =>
      overwrite(store, blobNames.part("riesgo", versionOf(1), "features.csv"), (bytes) => {
        bytes[bytes.length - 2]! ^= 1;
        return bytes;
      }),
    "release: .*model.json": (store) =>
      store.delete(blobNames.part("riesgo", versionOf(1), "model.json")),
    "release: .*it is not signed": (store) =>
      store.delete(blobNames.signature("riesgo", versionOf(1))),
    "ledger: .*move 1: its signature": (store) =>
      overwrite(store, blobNames.ledger("riesgo"), (bytes) =>
        Buffer.from(String(bytes).replace('"by":"test"', '"by":"eva"')),
      ),
    "ledger: .*move 2: it is not signed": (store) =>
      overwrite(store, blobNames.ledger("riesgo"), (bytes) => {
        const [first, second] = String(bytes).trim().split("\n");
        const { signature: _, ...rest } = JSON.parse(second!) as Record<string, unknown>;
        return Buffer.from(`${first}\n${JSON.stringify(rest)}\n`);
      }),
    "ledger: .*move 1 is not in its place": (store) =>
      overwrite(store, blobNames.ledger("riesgo"), (bytes) =>
        Buffer.from(String(bytes).split("\n").slice(1).join("\n")),
      ),
    "ledger: .*its last move is not the pointer's": async (store) => {
      await promoteTiny(store, { version: versionOf(3) });
      await overwrite(store, blobNames.ledger("riesgo"), (bytes) =>
        Buffer.from(`${String(bytes).split("\n", 1).join("\n")}\n`),
      );
    },
  };
  test.each(Object.entries(faults))("%s", async (found, spoil) => {
    const store = signedStore(key);
    await promoteTiny(store);
    await promoteTiny(store, { version: versionOf(2) });
    expect(await problems(store)).toEqual([]);
    await spoil(store);
    expect(await problems(store)).toEqual([expect.stringMatching(new RegExp(`^${found}`, "s"))]);
  });
});
