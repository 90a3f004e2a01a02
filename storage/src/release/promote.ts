import { createHash } from "node:crypto";

import type { BlobStore } from "../blob/blob-store.js";
import { ChampionMissing, PredecessorMissing } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import type { Champion, ReadChampion } from "./champion.js";
import { movePointer, type Checked, type Move } from "./move-pointer.js";
import { readOrigin } from "./origin.js";
import { parseManifest, readManifest } from "./read.js";

/**
 * Makes a release the champion, if the pointer has not moved since it was read.
 *
 * @param read the pointer when it was read. Default: it is read now
 * @throws `BLOB_CHANGED` when the pointer has moved, `BLOB_MISSING` when there is no such release, `RELEASE_INVALID` when
 * its manifest is not valid, `RELEASE_PRUNED` when it is being deleted
 */
export const promote = (
  store: BlobStore,
  model: string,
  release: string,
  move: Move,
  read?: ReadChampion,
): Promise<Champion> => {
  const checked = async (): Promise<Checked> => {
    const { bytes } = await store.read(blobNames.manifest(model, release));
    parseManifest(bytes, model, release);
    const manifest = createHash("sha256").update(bytes).digest("hex");
    const copied = await readOrigin(store, model, release);
    return copied?.manifest === manifest ? { manifest, copied } : { manifest };
  };
  return movePointer(
    store,
    model,
    () => ({ action: "promote", version: release, checked }),
    move,
    read,
  );
};

/**
 * Makes the champion's predecessor the champion again. A second rollback undoes the first.
 *
 * @throws `CHAMPION_MISSING`, `PREDECESSOR_MISSING`, `BLOB_CHANGED`; `BLOB_MISSING` and `RELEASE_INVALID` when the
 * predecessor's manifest is missing or has changed
 */
export const rollback = (store: BlobStore, model: string, move: Move): Promise<Champion> =>
  movePointer(
    store,
    model,
    (champion) => {
      if (champion === undefined) throw new ChampionMissing({ model });
      const { previous } = champion;
      if (previous === null) throw new PredecessorMissing({ model });
      const { version, manifest } = previous;
      const checked = async (): Promise<Checked> => {
        await readManifest(store, model, version, manifest);
        return { manifest };
      };
      return { action: "rollback", version, checked };
    },
    move,
  );
