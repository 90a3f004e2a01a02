import { expect, test } from "@jest/globals";
import {
  BlobChanged,
  countOverrides,
  decisionsAbout,
  erasePerson,
  findDecision,
  memoryBlobStore,
  overrideDecision,
  readOverrides,
  sealerFor,
  writeDecision,
  type BlobStore,
} from "@despliega/storage";

import { appender, decisions, INSTANCE, keyPair } from "./support.js";

const NOON = new Date("2026-11-29T12:00:00.000Z");
const MIDNIGHT = new Date("2026-11-29T23:59:59.999Z");
const LATER = new Date("2026-12-24T00:00:00.000Z");
const ANA = "s:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const BEA = "s:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
const BLOB = `2026-11-29/${INSTANCE}-1.jsonl`;

const idsAbout = async (store: BlobStore, ...tags: string[]) =>
  (await decisionsAbout(store, "vih", tags)).map(({ id }) => id);

test("a decision is found by its id alone, also where it was written after midnight", async () => {
  const store = memoryBlobStore(() => LATER);
  const make = decisions();
  const [one, two] = [make(NOON, { person: ANA }), make(MIDNIGHT, { answer: 0 })];
  await appender(store)(BLOB, one);
  await appender(store)(`2026-11-30/${INSTANCE}-2.jsonl`, two);
  for (const { id, answer } of [one, two])
    expect(await findDecision(store, ["riesgo", "vih"], id)).toMatchObject({
      model: "vih",
      line: { id, answer },
    });
  for (const id of ["", "x", one.id.replace(INSTANCE, "0".repeat(16))])
    await expect(findDecision(store, ["vih"], id)).rejects.toThrow("is kept");
});

test("an erasure leaves the id alone, and all lines about others byte for byte", async () => {
  const store = memoryBlobStore(() => LATER);
  const make = decisions();
  const ana = [make(NOON, { person: ANA }), make(MIDNIGHT, { person: ANA })];
  const bea = make(NOON, { person: BEA });
  await appender(store)(BLOB, ana[0]!, bea);
  await appender(store)(`2026-11-30/${INSTANCE}-2.jsonl`, ana[1]!);
  await overrideDecision(
    store,
    await findDecision(store, ["vih"], ana[0]!.id),
    { at: LATER.toISOString(), by: "doctor", why: "another test", answer: 0 },
    [],
  );
  expect(await countOverrides(store, "vih")).toEqual(new Map([["2026-11-29", 1]]));

  const erasure = { model: "vih", tags: [ANA, "s:older"], at: LATER };
  expect(await erasePerson(store, erasure)).toEqual(ana.map(({ id }) => id).sort());
  expect(await idsAbout(store, ANA)).toEqual([]);
  expect(await idsAbout(store, BEA)).toEqual([bea.id]);
  await expect(findDecision(store, ["vih"], ana[1]!.id)).rejects.toThrow(
    `was erased at ${LATER.toISOString()}`,
  );
  expect(await countOverrides(store, "vih")).toEqual(new Map());
  const texts: string[] = [];
  for await (const { name } of store.list("decisions/"))
    texts.push((await store.read(name)).bytes.toString());
  expect(texts.join("")).not.toContain(ANA);
  expect(texts.join("")).toContain(writeDecision(bea).toString());
  expect(await erasePerson(store, erasure)).toEqual([]);
});

test("an erasure loses nothing that its process appends meanwhile", async () => {
  const memory = memoryBlobStore(() => LATER);
  const make = decisions();
  const append = appender(memory);
  await append(BLOB, make(NOON, { person: ANA }));
  const late = make(NOON, { person: BEA });
  let once = true;
  const store: BlobStore = {
    ...memory,
    async create(name, source) {
      if (once) await append(BLOB, late);
      once = false;
      await memory.create(name, source);
    },
  };
  await erasePerson(store, { model: "vih", tags: [ANA], at: LATER });
  expect(await idsAbout(memory, BEA)).toEqual([late.id]);
  expect(await idsAbout(memory, ANA)).toEqual([]);
  // The process notices, and begins another blob.
  await expect(append(BLOB, make(NOON))).rejects.toThrow(BlobChanged);
});

test("one erasure at a time: the other says so, and brings nothing back", async () => {
  let now = LATER;
  const store = memoryBlobStore(() => now);
  const make = decisions();
  await appender(store)(BLOB, make(NOON, { person: ANA }), make(NOON, { person: BEA }));
  const erase = (tag: string) => erasePerson(store, { model: "vih", tags: [tag], at: LATER });
  const ended = await Promise.allSettled([erase(ANA), erase(BEA)]);
  expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  for (const tag of [ANA, BEA]) await erase(tag);
  expect(await idsAbout(store, ANA, BEA)).toEqual([]);

  await store.write("decisions/vih/erasing.json", Buffer.from(JSON.stringify({ at: now })));
  await expect(erase(ANA)).rejects.toThrow(BlobChanged);
  now = new Date(LATER.getTime() + 15 * 60_000);
  expect(await erase(ANA)).toEqual([]);
});

test("a reader whose blob an erasure moves finds its lines where they are", async () => {
  const memory = memoryBlobStore(() => LATER);
  const make = decisions();
  const [ana, bea] = [make(NOON, { person: ANA }), make(NOON, { person: BEA })];
  await appender(memory)(BLOB, ana, bea);
  let moved = false;
  const store: BlobStore = {
    ...memory,
    async read(name) {
      if (!moved) {
        moved = true;
        await erasePerson(memory, { model: "vih", tags: [ANA], at: LATER });
      }
      return memory.read(name);
    },
  };
  expect(await idsAbout(store, BEA)).toEqual([bea.id]);
});

test("a line that is kept twice is one decision, and a torn one is none", async () => {
  const store = memoryBlobStore(() => LATER);
  const one = decisions()(NOON, { person: ANA });
  await appender(store)(BLOB, one);
  await appender(store)(`2026-11-29/${INSTANCE}-2.jsonl`, one);
  const torn = writeDecision({ ...one, id: "20261129T120000000Z-3f9c2a1b7d4e5f60-zz" });
  await store.append(`decisions/vih/2026-11-29/${INSTANCE}-3.jsonl`, torn.subarray(0, -9), 0);
  expect(await idsAbout(store, ANA)).toEqual([one.id]);
});

test("what a person decided otherwise is encrypted where the decision is", async () => {
  const store = memoryBlobStore(() => LATER);
  const pair = keyPair();
  const made = decisions()(NOON, { person: ANA });
  const line = writeDecision(made, sealerFor(pair.publicKeys[0]!, "vih"));
  await store.append(`decisions/vih/${BLOB}`, line, 0);
  const found = await findDecision(store, ["vih"], made.id);
  const override = (answer: number) => ({
    at: LATER.toISOString(),
    by: "doctor",
    why: "x",
    answer,
  });
  await expect(overrideDecision(store, found, override(0), [])).rejects.toThrow("has no key one");
  await overrideDecision(store, found, override(0), pair.privateKeys);
  await overrideDecision(store, found, override(1), pair.privateKeys);
  expect(await readOverrides(store, "vih", made.id, pair.privateKeys)).toEqual([
    override(0),
    override(1),
  ]);
  await expect(readOverrides(store, "vih", made.id, [])).rejects.toThrow("has no key one");
  for await (const { name } of store.list("decisions/vih/overrides/"))
    expect((await store.read(name)).bytes.toString()).not.toContain("doctor");
});
