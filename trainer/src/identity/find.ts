import {
  BlobMissing,
  readOrigin,
  readPart,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";

import { IdentitiesElsewhere, IdentitiesMissing, PseudonymUnknown } from "../errors/errors.js";

/**
 * Finds the encrypted identities of pseudonyms in a release, in the order of the pseudonyms.
 *
 * @throws `IDENTITIES_MISSING`, `PSEUDONYM_UNKNOWN`; `IDENTITIES_ELSEWHERE` for a copied release whose identities stayed
 */
export const findIdentities = async (
  store: BlobStore,
  manifest: Manifest,
  pseudonyms: readonly string[],
): Promise<readonly string[]> => {
  const { model, version, parts } = manifest;
  if (!parts.some(({ name }) => name === "identities.csv"))
    throw new IdentitiesMissing({ model, version });
  // Not as text, since a string cannot hold a table of any size.
  const table = await readTable(store, manifest);
  return pseudonyms.map((pseudonym, i) => {
    const line = `\n${pseudonym},`;
    const at = table.indexOf(line);
    if (at < 0) throw new PseudonymUnknown({ place: i + 1, model, version });
    return table.toString("latin1", at + line.length, table.indexOf("\n", at + line.length));
  });
};

const readTable = async (store: BlobStore, manifest: Manifest): Promise<Buffer> => {
  const { model, version } = manifest;
  try {
    return await readPart(store, manifest, "identities.csv");
  } catch (cause) {
    const origin = cause instanceof BlobMissing && (await readOrigin(store, model, version));
    if (!origin) throw cause;
    throw new IdentitiesElsewhere({ model, version, from: origin.from }, { cause });
  }
};
