import { isStored, subjectOf, type Manifest } from "@despliega/storage";

import { InputHeader } from "../../errors/errors.js";

/** How a batch finds the features of a row: in the row, or in the release by the key of the row's entity. */
export type AskedBy = "row" | "key";

/** Where the columns of a batch are in its header, counted from 0. */
export interface BatchColumns {
  readonly by: AskedBy;
  /** The number of columns. */
  readonly count: number;
  /** The key of an entity, in the release's order; none by row. */
  readonly keys: readonly number[];
  /**
   * The features, in the model's order; −1 for one that is left out because it may be missing, and by key for one that the
   * release holds.
   */
  readonly features: readonly number[];
  /** The identifier of the person; undefined for an open model. */
  readonly subject: number | undefined;
  /** What is copied to the output, in its order. */
  readonly carried: readonly number[];
}

/** What the user says of the columns. */
export interface ColumnChoice {
  /** Default: by key where the release has one, unless every feature has a column. */
  readonly by?: AskedBy | undefined;
  /** Names of the columns to copy. Default: all that are no features. A sensitive model copies none. */
  readonly carry?: readonly string[] | undefined;
}

/** The columns of a batch, and their names. */
export interface NamedColumns {
  readonly file: string;
  readonly names: readonly string[];
}

/**
 * Finds the columns of a batch in its header.
 *
 * @throws `INPUT_HEADER` for a column that is needed and missing, one that comes twice, and one that may not be copied
 */
export const batchColumns = (
  { file, names }: NamedColumns,
  manifest: Manifest,
  choice: ColumnChoice,
): BatchColumns => {
  const refuse = (problem: string): never => {
    throw new InputHeader({ file, problem });
  };
  if (names.length === 1 && /[;\t]/.test(names[0]!))
    refuse("its header is one field that holds semicolons or tabs: write it with commas");
  const again = names.findIndex((name, at) => names.indexOf(name) < at);
  if (again >= 0)
    refuse(`columns ${names.indexOf(names[again]!) + 1} and ${again + 1} have the same name`);

  const { serving } = manifest;
  const isWhole = manifest.features.every(({ name }) => names.includes(name));
  const by = choice.by ?? (serving.by === "key" && !isWhole ? "key" : "row");
  const read = manifest.features.filter((feature) => by === "row" || !isStored(feature));
  const needed = (wanted: readonly string[]): readonly number[] => {
    const missing = wanted.filter((name) => !names.includes(name));
    if (missing.length > 0) refuse(`its header lacks ${missing.join(", ")}: name them exactly so`);
    return wanted.map((name) => names.indexOf(name));
  };

  if (by === "key" && serving.by !== "key")
    refuse(`${manifest.model} has no keys: give it the features of each row`);
  const keys =
    by === "key" && serving.by === "key" ? needed(serving.keys.map(({ name }) => name)) : [];
  needed(read.flatMap(({ name, missing }) => (missing === "refused" ? [name] : [])));
  const subject = subjectOf(manifest);
  if (subject !== undefined && choice.carry !== undefined)
    refuse(`no column is copied for ${manifest.model}, which is about people: leave out --carry`);
  const carried = subject === undefined ? needed(choice.carry ?? others(names, read)) : [];
  if (subject === undefined && carried.length === 0)
    refuse(
      "it has no column beside the features: add one that identifies a row, or name columns to copy with --carry",
    );
  return {
    by,
    count: names.length,
    keys,
    features: manifest.features.map((feature) =>
      read.includes(feature) ? names.indexOf(feature.name) : -1,
    ),
    subject: subject === undefined ? undefined : needed([subject.name])[0],
    carried,
  };
};

const others = (
  names: readonly string[],
  read: readonly { readonly name: string }[],
): readonly string[] => names.filter((name) => read.every((feature) => feature.name !== name));
