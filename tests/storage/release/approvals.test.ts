import { describe, expect, test } from "@jest/globals";
import {
  approve,
  blobNames,
  memoryBlobStore,
  promote,
  readApprovals,
  readChampion,
  readLedger,
  rollback,
  type BlobStore,
} from "@despliega/storage";
import { createHash } from "node:crypto";

import { publishTiny, versionOf } from "../../support/release.js";
import { overwrite } from "./altered.js";
import { STORES } from "./stores.js";

const at = "2026-02-01T00:00:00.000Z";

/** Publishes a release that needs identities to become champion. */
const publish = async (store: BlobStore, digit: number, approvals = 2): Promise<string> => {
  const version = versionOf(digit);
  await publishTiny(store, { version, description: { approvals } });
  return version;
};

const releaseOf = async (store: BlobStore, version: string, approvals = 2) => {
  const { bytes } = await store.read(blobNames.manifest("riesgo", version));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { manifest: { model: "riesgo", version, approvals }, sha256 };
};

const approveAs = async (store: BlobStore, version: string, by: string) => {
  const { champion } = await readChampion(store, "riesgo");
  return approve(store, await releaseOf(store, version), champion, { at, by, why: "read it" });
};

const promoteAs = (store: BlobStore, version: string, by: string, waived?: boolean) =>
  promote(store, "riesgo", version, { at: new Date(at), by, why: "tested", waived });

const MISSING = { code: "APPROVALS_MISSING" };

describe.each(STORES)("a release that needs two identities %s", (_, makeStore) => {
  test("is promoted by one when another approves it, and the ledger has both", async () => {
    const store = await makeStore();
    const version = await publish(store, 1);
    await expect(promoteAs(store, version, "ana")).rejects.toMatchObject({
      ...MISSING,
      message: expect.stringContaining("(ana)"),
    });
    await approveAs(store, version, "ana");
    await expect(promoteAs(store, version, " Ana")).rejects.toMatchObject(MISSING);
    expect((await readChampion(store, "riesgo")).champion).toBeUndefined();

    await promoteAs(store, version, "luis");
    const { sha256 } = await releaseOf(store, version);
    expect(await readLedger(store, "riesgo")).toMatchObject([
      {
        by: "luis",
        manifest: sha256,
        approvals: { needed: 2, given: [{ by: "ana", why: "read it", manifest: sha256 }] },
      },
    ]);
  });

  test("is not followed by one that needs fewer, unless somebody consents", async () => {
    const store = await makeStore();
    const first = await publish(store, 1);
    await approveAs(store, first, "ana");
    await promoteAs(store, first, "luis");
    await publishTiny(store, { version: versionOf(2) });
    await expect(promoteAs(store, versionOf(2), "luis")).rejects.toMatchObject({
      code: "RELEASE_LESS_STRICT",
      message: expect.stringContaining("1 instead of 2 identities"),
    });
  });

  test("counts each identity once, also of approvals at the same time", async () => {
    const store = await makeStore();
    const version = await publish(store, 1, 4);
    const names = ["ana", "luis", "ANA", "eva", "ana"];
    await Promise.all(names.map((name) => approveAs(store, version, name)));
    const release = await releaseOf(store, version, 4);
    const counting = await readApprovals(store, release, undefined);
    expect(counting.map(({ by }) => by.toLowerCase()).toSorted()).toEqual(["ana", "eva", "luis"]);
    await expect(promoteAs(store, version, "eva")).rejects.toMatchObject(MISSING);
    await promoteAs(store, version, "paz");
  });
});

describe.each(STORES)("two approved releases that are promoted at once %s", (_, makeStore) => {
  test("do not both become champion, and the other needs its approval again", async () => {
    const store = await makeStore();
    const versions = [await publish(store, 1), await publish(store, 2)];
    for (const version of versions) await approveAs(store, version, "ana");
    const ends = await Promise.allSettled(
      versions.map((version) => promoteAs(store, version, "luis")),
    );
    const lost = ends.flatMap((end, i) => (end.status === "rejected" ? [versions[i]!] : []));
    expect(lost).toHaveLength(1);
    expect(await readLedger(store, "riesgo")).toHaveLength(1);
    await expect(promoteAs(store, lost[0]!, "luis")).rejects.toMatchObject(MISSING);
  });
});

describe("an approval", () => {
  test("ends with the next promotion or rollback", async () => {
    const store = memoryBlobStore();
    const [first, second] = [await publish(store, 1), await publish(store, 2)];
    await approveAs(store, first, "ana");
    await approveAs(store, second, "ana");
    await promoteAs(store, first, "luis");
    await expect(promoteAs(store, second, "luis")).rejects.toMatchObject(MISSING);
    await approveAs(store, second, "ana");
    await promoteAs(store, second, "luis");
    await rollback(store, "riesgo", { at: new Date(at), by: "luis", why: "wrong answers" });
    await expect(promoteAs(store, second, "luis")).rejects.toMatchObject(MISSING);
  });

  test("that another move outran does not count", async () => {
    const store = memoryBlobStore();
    const [first, second] = [await publish(store, 1), await publish(store, 2)];
    const { champion } = await readChampion(store, "riesgo");
    await promoteAs(store, first, "luis", true);
    const release = await releaseOf(store, second);
    await approve(store, release, champion, { at, by: "ana", why: "read it" });
    await expect(promoteAs(store, second, "luis")).rejects.toMatchObject(MISSING);
  });

  test("is of one manifest alone", async () => {
    const store = memoryBlobStore();
    const version = await publish(store, 1);
    await approveAs(store, version, "ana");
    const name = blobNames.manifest("riesgo", version);
    await overwrite(store, name, (bytes) => Buffer.concat([bytes, Buffer.from(" ")]));
    await expect(promoteAs(store, version, "luis")).rejects.toMatchObject(MISSING);
  });

  test("is not needed where the environment waives it, and the ledger says so", async () => {
    const store = memoryBlobStore();
    const version = await publish(store, 1);
    const { approvals } = await promoteAs(store, version, "ana", true);
    expect(approvals).toEqual({ needed: 2, given: [], waived: true });
  });

  test("that cannot be read ends a promotion", async () => {
    const store = memoryBlobStore();
    const version = await publish(store, 1);
    await store.append(blobNames.approvals("riesgo", version), Buffer.from("{}\n"), 0);
    await expect(promoteAs(store, version, "ana")).rejects.toMatchObject({
      code: "RELEASE_INVALID",
    });
  });
});
