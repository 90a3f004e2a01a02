import type { BlobStore } from "../../blob/blob-store.js";
import { BlobChanged, ContainerMissing } from "../../errors/errors.js";
import { blobNames } from "../../release/blob-names.js";
import { unitOf } from "../../release/unit.js";
import { isVersion } from "../../release/version.js";

/** A release that decides, and the edition of its features. */
export interface Deciding {
  readonly model: string;
  readonly version: string;
  readonly edition: string | undefined;
}

/**
 * Marks that a release decides on a day, so that no prune deletes it while the decisions are kept. It comes before them. Of
 * several processes one writes the mark; none needs more than the right to add.
 */
export const markDeciding = async (
  store: BlobStore,
  { model, version, edition }: Deciding,
  day: string,
): Promise<void> => {
  const name = blobNames.decidingRelease(model, version, edition, day);
  const mark = () => store.append(name, Buffer.from("\n"), 0);
  try {
    await mark().catch(async (error: unknown) => {
      if (!(error instanceof ContainerMissing)) throw error;
      await store.ensureContainer();
      await mark();
    });
  } catch (error) {
    // It is there.
    if (!(error instanceof BlobChanged)) throw error;
  }
};

/**
 * The releases that kept decisions name, and the editions of their features as {@link unitOf} writes them.
 *
 * @param since the first day of the decisions that are kept
 */
export const decidingUnits = async (
  store: BlobStore,
  model: string,
  since: string,
): Promise<ReadonlySet<string>> => {
  const units = new Set<string>();
  for await (const { version, edition, day } of listMarks(store, model))
    if (day >= since) units.add(version).add(unitOf(version, edition));
  return units;
};

/** A mark. */
export interface Mark extends Omit<Deciding, "model"> {
  readonly name: string;
  readonly day: string;
}

/** Lists the marks of a model. */
export const listMarks = async function* (store: BlobStore, model: string): AsyncGenerator<Mark> {
  const prefix = blobNames.decidingReleases(model);
  for await (const { name } of store.list(prefix)) {
    const [, version, edition, day] =
      /^([^/]+)\/(?:editions\/([^/]+)\/)?(\d{4}-\d{2}-\d{2})$/.exec(name.slice(prefix.length)) ??
      [];
    if (version !== undefined && day !== undefined && isVersion(version))
      yield { name, version, edition, day };
  }
};
