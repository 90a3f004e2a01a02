import { createHash } from "node:crypto";

import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  copyRelease,
  listVersions,
  memoryBlobStore,
  openRelease,
  planCopy,
  promote,
  readLedger,
  type BlobStore,
  type CopyRequest,
  type NewPart,
} from "@despliega/storage";

import { collect } from "../../support/collect.js";
import { copyFixture, FORMAT_1 } from "../../support/fixture.js";
import { move, publishTiny, SENSITIVE, versionOf } from "../../support/release.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { overwrite } from "./altered.js";
import { STORES } from "./stores.js";

const origin = { at: "2026-02-02T10:00:00.000Z", by: "ana", why: "tested", commit: "0123abc" };
const VERSION = versionOf(1);
const IDENTITIES: NewPart = { name: "identities.csv", source: Buffer.from("pseudonym,identity\n") };

const copy = async (request: Omit<CopyRequest, "model" | "version">, version = VERSION) =>
  copyRelease(
    { model: "riesgo", version, ...request },
    { directory: await temporaryDirectory(), origin },
  );

const blobsOf = async (store: BlobStore): Promise<Record<string, string>> => {
  const names = (await collect(store.list(""))).map(({ name }) => name);
  const read = async (name: string) => [name, (await store.read(name)).bytes.toString("hex")];
  return Object.fromEntries(await Promise.all(names.map(read)));
};

/** A store that stops working when it has created some blobs, as a copy that is killed there. */
const brokenAfter = (store: BlobStore, creates: number): BlobStore => {
  let left = creates;
  return {
    ...store,
    async create(name, source) {
      if (left-- === 0) throw new Error("killed");
      await store.create(name, source);
    },
  };
};

/** A store that remembers what it created. */
const remembering = (store: BlobStore): BlobStore & { readonly created: string[] } => {
  const created: string[] = [];
  return {
    ...store,
    created,
    async create(name, source) {
      created.push(name.split("/").at(-1)!);
      await store.create(name, source);
    },
  };
};

describe.each(STORES)("a copy %s", (_, makeStore) => {
  test("is the same release byte for byte, and says where it comes from", async () => {
    const [source, target] = [await makeStore(), await makeStore()];
    await publishTiny(source);
    const { parts, published, sha256 } = await copy({ source, target });
    expect(published).toBe(false);
    expect(parts.map(({ fate }) => fate)).toEqual(["sent", "sent", "sent"]);

    const { [blobNames.origin("riesgo", VERSION)]: told, ...copied } = await blobsOf(target);
    expect(copied).toEqual(await blobsOf(source));
    const manifest = copied[blobNames.manifest("riesgo", VERSION)]!;
    expect(sha256).toBe(createHash("sha256").update(Buffer.from(manifest, "hex")).digest("hex"));
    const from = { from: source.url, manifest: sha256, ...origin };
    expect(JSON.parse(Buffer.from(told!, "hex").toString())).toEqual(from);

    await openRelease(target, "riesgo", VERSION, sha256);
    const champion = await promote(target, "riesgo", VERSION, move);
    expect(champion.copied).toEqual(from);
    expect(await readLedger(target, "riesgo")).toEqual([champion]);
  });

  test("that was interrupted is no release, and the next one sends only what is missing", async () => {
    const [source, target] = [await makeStore(), await makeStore()];
    await publishTiny(source);
    const contents = await blobsOf(source);
    for (const blobs of [1, 2, 3, 4]) {
      await expect(copy({ source, target: brokenAfter(target, 1) })).rejects.toThrow("killed");
      expect(await listVersions(target, "riesgo")).toEqual([]);
      expect(Object.keys(await blobsOf(target))).toHaveLength(blobs);
    }
    const last = remembering(target);
    await copy({ source, target: last });
    expect(last.created).toEqual(["origin.json", "manifest.json"]);
    expect(await blobsOf(target)).toMatchObject(contents);
  });

  test("of two that run at once is made once", async () => {
    const [source, target] = [await makeStore(), await makeStore()];
    await publishTiny(source);
    await Promise.all([copy({ source, target }), copy({ source, target })]);
    expect(await blobsOf(target)).toMatchObject(await blobsOf(source));
    const again = remembering(target);
    expect((await copy({ source, target: again })).published).toBe(true);
    expect(again.created).toEqual([]);
  });
});

describe("a copy", () => {
  test("never overwrites another release of that version", async () => {
    const [source, target] = [memoryBlobStore(), memoryBlobStore()];
    await publishTiny(source);
    await publishTiny(target, { weights: [0, 0, 0, 0, 0, 0] });
    const before = await blobsOf(target);
    await expect(copy({ source, target })).rejects.toMatchObject({ code: "RELEASE_DIFFERS" });
    await expect(
      planCopy({ source, target, model: "riesgo", version: VERSION }),
    ).rejects.toMatchObject({ code: "RELEASE_DIFFERS" });
    expect(await blobsOf(target)).toEqual(before);
  });

  test.each([
    ["a part", blobNames.part("riesgo", VERSION, "model.json"), "another's"],
    [
      "an origin",
      blobNames.origin("riesgo", VERSION),
      JSON.stringify({ from: "elsewhere", manifest: "0".repeat(64), ...origin }),
    ],
  ])("refuses a target that has %s of another release", async (_, name, text) => {
    const [source, target] = [memoryBlobStore(), memoryBlobStore()];
    await publishTiny(source);
    await target.create(name, Buffer.from(text));
    await expect(copy({ source, target })).rejects.toMatchObject({
      code: "RELEASE_DIFFERS",
      message: expect.stringContaining(name),
    });
    expect((await target.read(name)).bytes.toString()).toBe(text);
    expect(await listVersions(target, "riesgo")).toEqual([]);
  });

  test("takes no damaged part from the source", async () => {
    const [source, target] = [memoryBlobStore(), memoryBlobStore()];
    await publishTiny(source);
    await overwrite(source, blobNames.part("riesgo", VERSION, "golden.json"), () =>
      Buffer.from("{}"),
    );
    await expect(copy({ source, target })).rejects.toMatchObject({ code: "RELEASE_INVALID" });
    expect(await listVersions(target, "riesgo")).toEqual([]);
  });

  test("finds bytes that changed on their way", async () => {
    const [source, target] = [memoryBlobStore(), memoryBlobStore()];
    await publishTiny(source);
    const changing: BlobStore = {
      ...target,
      create: (name, content) =>
        target.create(name, name.endsWith("golden.json") ? Buffer.from("{}") : content),
    };
    await expect(copy({ source, target: changing })).rejects.toMatchObject({
      code: "RELEASE_DIFFERS",
    });
    expect(await listVersions(target, "riesgo")).toEqual([]);
  });

  test("puts a part that the target lost in its place again", async () => {
    const [source, target] = [memoryBlobStore(), memoryBlobStore()];
    await publishTiny(source);
    await copy({ source, target });
    await target.delete(blobNames.part("riesgo", VERSION, "features.csv"));
    const { published, parts } = await copy({ source, target });
    expect({ published, sent: parts.filter(({ fate }) => fate === "sent") }).toMatchObject({
      published: true,
      sent: [{ name: "features.csv" }],
    });
    await openRelease(target, "riesgo", VERSION);
  });

  test("leaves identities where they are unless it is asked for them", async () => {
    const [source, target] = [memoryBlobStore(), memoryBlobStore()];
    await publishTiny(source, { description: SENSITIVE, parts: [IDENTITIES] });
    const { parts } = await copy({ source, target });
    expect(parts.at(-1)).toMatchObject({ name: "identities.csv", fate: "stays" });
    const identities = blobNames.part("riesgo", VERSION, "identities.csv");
    expect(Object.keys(await blobsOf(target))).not.toContain(identities);
    await openRelease(target, "riesgo", VERSION);

    const asked = await copy({ source, target, identities: true });
    expect(asked.parts.at(-1)).toMatchObject({ fate: "sent" });
    expect((await target.read(identities)).bytes.toString()).toBe("pseudonym,identity\n");
  });

  test("is refused while the target deletes that version", async () => {
    const [source, target] = [memoryBlobStore(), memoryBlobStore()];
    await publishTiny(source);
    const state = { phase: "condemned", versions: [VERSION] };
    await target.create(blobNames.pruning("riesgo"), Buffer.from(JSON.stringify(state)));
    await expect(copy({ source, target })).rejects.toMatchObject({ code: "RELEASE_PRUNED" });
  });

  test("takes a release of format 1 as it is", async () => {
    const [source, target] = [memoryBlobStore(), memoryBlobStore()];
    await copyFixture("format-1", source);
    const [, version] = FORMAT_1;
    await copy({ source, target }, version);
    await openRelease(target, "riesgo", version);
    const name = blobNames.manifest("riesgo", version);
    expect((await target.read(name)).bytes).toEqual((await source.read(name)).bytes);
  });
});
