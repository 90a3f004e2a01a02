import type { PersonKind } from "../../../sources/sniff/people.js";

/** All texts of `despliega new` in one language. Numbers come as texts already. */
export interface Phrases {
  readonly number: (value: number) => string;
  /** Heads of the table of choices. */
  readonly heads: readonly [column: string, becomes: string, why: string];
  /** What a column becomes. */
  readonly becomes: {
    readonly target: string;
    readonly key: string;
    readonly time: string;
    readonly leftOut: string;
    readonly features: (count: number) => string;
    readonly group: string;
    readonly identifier: string;
    readonly name: string;
  };
  readonly types: Readonly<Record<"number" | "integer" | "boolean" | "category", string>>;
  /** How well a feature alone answers: a metric with its value. */
  readonly figure: (metric: "roc_auc" | "accuracy" | "r2", value: number) => string;
  /** Why it becomes that. */
  readonly why: {
    readonly twoClasses: (positive: string, share: string) => string;
    readonly classes: (count: number, largest: string) => string;
    readonly numberTarget: (logarithm: boolean) => string;
    readonly rareClasses: (names: string, rows: string) => string;
    readonly outcome: string;
    readonly identifierOfRow: string;
    readonly name: string;
    readonly key: string;
    readonly personKey: string;
    readonly time: string;
    readonly future: (rows: string) => string;
    readonly empty: string;
    readonly constant: string;
    readonly oneMonth: string;
    readonly sameName: string;
    readonly repeats: (other: string) => string;
    readonly person: (kind: string) => string;
    readonly unfit: (rows: string) => string;
    readonly identifier: string;
    readonly group: string;
    readonly freeText: (distinct: string) => string;
    readonly tooLarge: string;
    readonly placeOfRow: string;
    readonly range: (least: string, most: string) => string;
    readonly yesNo: string;
    readonly categories: (count: string) => string;
    readonly mostFrequent: (kept: string, all: string) => string;
    readonly date: (other: string) => string;
    readonly dateParts: string;
    readonly earlier: string;
    readonly attribute: string;
    readonly missing: (rows: string) => string;
    readonly emptyToLearn: string;
    readonly decides: string;
    readonly alone: (figure: string) => string;
    readonly warns: (figure: string) => string;
  };
  readonly persons: Readonly<Record<PersonKind, string>>;
  /** Descriptions of features. */
  readonly describe: {
    readonly column: (column: string) => string;
    readonly since: (unit: "days" | "years", from: string, to: string) => string;
    readonly part: (part: "year" | "month", column: string) => string;
    readonly earlierRows: string;
    readonly daysSinceLast: string;
    readonly meanEarlier: (column: string) => string;
    readonly lastEarlier: (column: string) => string;
  };
  /** Suffixes of names of features. */
  readonly suffix: {
    readonly days: string;
    readonly years: string;
    readonly year: string;
    readonly month: string;
    readonly earlier: string;
    readonly daysSinceLast: string;
    readonly mean: string;
    readonly last: string;
  };
  /** Fields of `model.yaml` that are sentences or parts of sentences. */
  readonly question: (target: string, table: string) => string;
  readonly observations: string;
  readonly hasValue: (target: string, value: string) => string;
  readonly unit: string;
  readonly hashEntity: string;
  readonly rowName: string;
  readonly paths: { readonly features: string; readonly prediction: string };
  /** Comments in `model.yaml`. */
  readonly comment: {
    readonly head: (file: string, rows: string) => string;
    readonly question: string;
    readonly words: string;
    readonly classification: string;
    readonly regression: string;
    readonly dataset: (path: string) => string;
    readonly format: string;
    readonly columns: string;
    readonly notRead: string;
    readonly time: string;
    readonly future: string;
    readonly tableColumns: string;
    readonly features: string;
    readonly classes: string;
    readonly byTime: string;
    readonly byGroup: (column: string) => string;
    readonly byChance: string;
    readonly byRepeats: string;
    readonly estimators: string;
    readonly crossValidation: string;
    readonly fewKeys: string;
    readonly interval: string;
    readonly byRow: string;
    readonly servedByKey: string;
    readonly personKey: string;
    readonly privacy: string;
    readonly people: string;
    readonly gates: string;
    readonly logarithm: string;
    readonly language: string;
    readonly threshold: string;
    readonly cost: string;
    readonly bestF1: string;
  };
  /** Comments in `features.sql`. */
  readonly sql: {
    readonly byRow: string;
    readonly byKey: string;
    readonly oneEach: string;
    readonly known: string;
    readonly rare: string;
  };
  readonly readme: {
    readonly intro: (file: string, rows: string) => string;
    readonly choices: string;
    readonly change: string;
    readonly train: string;
    readonly retrain: string;
    readonly limits: string;
    readonly limitsText: string;
  };
  /** What the command prints at the end. */
  readonly wrote: (folder: string) => string;
  readonly next: string;
  readonly thenAsk: string;
}
