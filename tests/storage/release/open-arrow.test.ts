import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  openRelease,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";

import { riesgo } from "../../support/models.js";
import { USERS } from "../../support/release.js";
import { publishWithTable } from "../../support/with-table.js";
import { encodeArrow } from "../formats/table/arrow-encoding.js";
import { overwrite } from "./altered.js";

const rows = Object.entries(USERS).map(([id, features]) => [Number(id), ...features]);

/** The tiny release with its table in Arrow too, and a CSV that could not be loaded. */
const publishLarge = async (store: BlobStore): Promise<Manifest> => {
  const names = ["id", ...riesgo.features.map(({ name }) => name)];
  return publishWithTable(store, [
    { name: "features.csv", source: Buffer.from("unread"), rows: 3 },
    { name: "features.arrow", source: await encodeArrow({ names, rows }), rows: 3 },
  ]);
};

describe("a release with its table in Arrow", () => {
  test("is served from there", async () => {
    const store = memoryBlobStore();
    const { model, version } = await publishLarge(store);
    const { table } = await openRelease(store, model, version);
    const row = new Float64Array(5);
    for (const [id, ...features] of rows) {
      table!.read(table!.find([id!]), row);
      expect([...row]).toEqual(features.map((value) => value ?? NaN));
    }
  });

  test("does not open when a byte of it differs, wherever it is", async () => {
    const store = memoryBlobStore();
    const { model, version } = await publishLarge(store);
    const name = blobNames.part(model, version, "features.arrow");
    const { bytes: original } = await store.read(name);
    for (let at = 0; at < original.length; at += 7) {
      await overwrite(store, name, (bytes) => {
        bytes[at]! ^= 1;
        return bytes;
      });
      await expect(openRelease(store, model, version)).rejects.toMatchObject({
        code: "RELEASE_INVALID",
        message: expect.stringContaining(name),
      });
      await overwrite(store, name, () => original);
    }
    await openRelease(store, model, version);
  });
});
