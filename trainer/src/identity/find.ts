import {
  BlobMissing,
  readOrigin,
  readPart,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";

import {
  IdentitiesElsewhere,
  IdentitiesMissing,
  PseudonymOfTable,
  PseudonymUnknown,
} from "../errors/errors.js";

/** An encrypted identity. */
export interface FoundIdentity {
  /** The person's pseudonym in the training table, with which the identity was encrypted. */
  readonly inTable: string;
  readonly sealed: string;
}

/** Gives the answered pseudonym of one in the training table. */
export type NameAnswered = (inTable: string) => string;

/**
 * Finds the encrypted identities of pseudonyms in a release, in the order of the pseudonyms.
 *
 * @param nameAnswered undefined: the pseudonyms are those of the training table
 * @throws `IDENTITIES_MISSING`, `PSEUDONYM_UNKNOWN`; `PSEUDONYM_OF_TABLE` for one of the training table among those of answers;
 * `IDENTITIES_ELSEWHERE` for a copied release whose identities stayed
 */
export const findIdentities = async (
  store: BlobStore,
  manifest: Manifest,
  pseudonyms: readonly string[],
  nameAnswered: NameAnswered | undefined,
): Promise<readonly FoundIdentity[]> => {
  const { model, version, parts } = manifest;
  if (!parts.some(({ name }) => name === "identities.csv"))
    throw new IdentitiesMissing({ model, version });
  // Not as text, since a string cannot hold a table of any size.
  const table = await readTable(store, manifest);
  const answered = nameAnswered && tableNames(table, new Set(pseudonyms), nameAnswered);
  return pseudonyms.map((pseudonym, i) => {
    const place = { place: i + 1, model, version };
    const inTable = answered === undefined ? pseudonym : answered.get(pseudonym);
    const sealed = inTable === undefined ? undefined : sealedIn(table, inTable);
    if (inTable !== undefined && sealed !== undefined) return { inTable, sealed };
    if (answered !== undefined && sealedIn(table, pseudonym) !== undefined)
      throw new PseudonymOfTable(place);
    throw new PseudonymUnknown(place);
  });
};

/** The identity in the line of a pseudonym of the table. */
const sealedIn = (table: Buffer, inTable: string): string | undefined => {
  const line = `\n${inTable},`;
  const at = table.indexOf(line);
  if (at < 0) return undefined;
  return table.toString("latin1", at + line.length, table.indexOf("\n", at + line.length));
};

/** The pseudonyms in the table of those that are wanted, by the answered ones. */
const tableNames = (
  table: Buffer,
  wanted: ReadonlySet<string>,
  nameAnswered: NameAnswered,
): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  let line = table.indexOf("\n") + 1;
  while (line > 0 && line < table.length && found.size < wanted.size) {
    const inTable = table.toString("latin1", line, table.indexOf(",", line));
    const answered = nameAnswered(inTable);
    if (wanted.has(answered)) found.set(answered, inTable);
    line = table.indexOf("\n", line) + 1;
  }
  return found;
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
