import {
  openRelease,
  readEdition,
  readLedger,
  readManifest,
  readPart,
  requireChampion,
  type BlobStore,
} from "@despliega/storage";

/**
 * Opens the champion as an api would, reads every part of it and of its edition against its hash, and holds the ledger against the
 * pointer; returns what is not as promised.
 */
export const wholeness = async (store: BlobStore, model: string): Promise<string | undefined> => {
  try {
    const champion = await requireChampion(store, model);
    const { version: served, edition } = champion;
    await openRelease(store, model, served, champion.manifest, edition);
    const manifest = await readManifest(store, model, champion.version, champion.manifest);
    for (const { name } of manifest.parts) await readPart(store, manifest, name);
    if (edition !== undefined) {
      const made = await readEdition(store, model, served, edition);
      for (const { name } of made.parts) await readPart(store, made, name);
    }

    const ledger = await readLedger(store, model);
    const gap = ledger.findIndex(({ sequence }, at) => sequence !== at + 1);
    if (gap >= 0) return `the ledger has no move ${gap + 1} in its place`;
    // Only the last move may still be missing: the next move records it.
    if (ledger.length !== champion.sequence && ledger.length !== champion.sequence - 1)
      return `the ledger ends at move ${ledger.length}, the pointer is at ${champion.sequence}`;
    const last = ledger[champion.sequence - 1];
    if (last !== undefined && JSON.stringify(last) !== JSON.stringify(champion))
      return "the ledger's last move is not the pointer's";
    const wrong = ledger.findIndex(({ action, version, previous }, at) => {
      const before = ledger[at - 1]?.version;
      return action === "promote" && version !== before && previous?.version !== before;
    });
    return wrong < 0 ? undefined : `move ${wrong + 1} does not follow the move before it`;
  } catch (error) {
    return `the champion is not whole: ${String(error)}`;
  }
};
