import { createHash } from "node:crypto";

import type { OnlineTables } from "./online-tables.js";

/** The table of what is published: for each model the row {@link CURRENT}, and one for each table with its rows. */
export const FEATURES_TABLE = "despliegafeatures";

/** The row that says which tables are those of the champion. */
export const CURRENT = "current";

/** What a published table has: the online features, or the observations that the model was trained and tested on. */
export const KINDS = ["features", "training"] as const;
export type Kind = (typeof KINDS)[number];

/** A release, and the edition of its features; undefined: those that it was published with. */
export interface Published {
  readonly model: string;
  readonly version: string;
  readonly edition?: { readonly name: string } | undefined;
}

/** The partition of a model in {@link FEATURES_TABLE}. */
export const partitionOf = ({ container }: OnlineTables, model: string): string =>
  `${container}.${model}`;

/**
 * The name of a table: its kind, the version without its marks, and 16 digits of a hash of the rest, as a copy of a release
 * has the same version in another container of the account. Editions have the observations of their release.
 */
export const tableName = (
  kind: Kind,
  { container }: OnlineTables,
  { model, version, edition }: Published,
): string => {
  const of = [container, model, ...(kind === "features" && edition ? [edition.name] : [])];
  const hash = createHash("sha256").update(of.join("/")).digest("hex");
  return `${kind}${version.replaceAll("-", "")}${hash.slice(0, 16)}`;
};
