import type { PlainColumn } from "../../model/columns.js";
import type { InputFormat } from "../../model/input-format.js";
import type { Language } from "@despliega/storage/language";

/** What became of a column of the file, as the table of choices shows it. */
export interface Decision {
  readonly column: string;
  readonly becomes: string;
  readonly why: string;
}

/** A column of the file that the model reads. */
export interface DraftColumn {
  readonly name: string;
  readonly type: PlainColumn["type"];
  /** Whether a row may lack it. */
  readonly optional: boolean;
  /** What it says of a person, in a model about people. */
  readonly person?: "identifier" | "name";
}

/** A feature, and how `features.sql` makes it. */
export interface DraftFeature {
  readonly name: string;
  readonly type: "number" | "integer" | "boolean" | "category";
  readonly description: string;
  /** The most frequent names of a category that has too many. */
  readonly values?: readonly string[];
  /** Whether a name that was not learned counts as one of the others. */
  readonly unseen?: "other";
  readonly missing?: "allowed";
  /** Columns of the file that it is made of. */
  readonly from: readonly string[];
  /** SQL over the columns of the file or, by key, over the observations. */
  readonly sql: string;
  /** What is behind it in `model.yaml`. */
  readonly comment: string;
}

/** A column of the file as `features.sql` carries it beside the observations of a key. */
export interface CarriedColumn {
  readonly column: string;
  /** What it is called there. */
  readonly alias: string;
  /** Whether rows of a key differ in it, so that only earlier rows count. */
  readonly varies: boolean;
}

/** What the model learns to answer. */
export interface DraftTarget {
  readonly column: string;
  /** What answers and tables call it. */
  readonly name: string;
  readonly task: "classification" | "regression";
  readonly type: PlainColumn["type"];
  /** SQL of the label. */
  readonly sql: string;
  /** Names of classes, the positive one of two last; undefined for a number, and where labels are 0 and 1. */
  readonly classes?: readonly string[];
  /** Values that too few rows have. These rows are left out. */
  readonly rare: readonly string[];
  /** Rows that have a value and are not left out. */
  readonly rows: number;
  /** Rows of each class, the largest first; of a number none. */
  readonly counts: readonly number[];
  /** Rows of the positive one of two classes. */
  readonly positives: number;
  /** Whether the logarithm is learned. */
  readonly logarithm: boolean;
}

/** A key that the api is asked for. */
export interface DraftKey {
  readonly column: string;
  readonly name: string;
  readonly type: "integer" | "text";
  /** Whether it looks like one that identifies a person. */
  readonly isPerson: boolean;
}

/** How observations are told apart, and which of them are tested on. */
export interface DraftSplit {
  /** The column with the day of a row. */
  readonly time: string | undefined;
  /** Whether rows may be dated later than the day of a run. */
  readonly future: boolean;
  /** The column whose rows stay on one side; undefined where each row is drawn by its contents. */
  readonly group: string | undefined;
  /** Whether same rows are no copies, so that they are drawn one by one. */
  readonly repeats: boolean;
}

/** How rows become observations: each for itself, as events of a key, or as the only row of a key. */
export type Mode = "row" | "events" | "keys";

/** A model that is not written yet. */
export interface Draft {
  readonly name: string;
  readonly file: string;
  readonly dataset: string;
  readonly table: string;
  readonly format: InputFormat;
  readonly rows: number;
  readonly target: DraftTarget;
  readonly columns: readonly DraftColumn[];
  readonly features: readonly DraftFeature[];
  /** By key with a time only. */
  readonly carried: readonly CarriedColumn[];
  readonly split: DraftSplit;
  readonly keys: readonly DraftKey[];
  /** How many different keys the file has; 0 where there is no key. */
  readonly keyCount: number;
  readonly mode: Mode;
  /** The field of a request that identifies a person, in a model about people. */
  readonly subject: string | undefined;
  /** Columns of people that are not read. */
  readonly people: readonly string[];
  readonly language: Language;
  readonly decisions: readonly Decision[];
}
