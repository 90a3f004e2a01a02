import type { Phrases } from "./phrases.js";

const METRICS = { roc_auc: "ROC-AUC", accuracy: "accuracy", r2: "R²" } as const;

/** English. */
export const en: Phrases = {
  number: (value) => value.toLocaleString("en", { maximumSignificantDigits: 6 }),
  heads: ["column", "becomes", "why"],
  becomes: {
    target: "target",
    key: "key",
    time: "time",
    leftOut: "left out",
    features: (count) => (count === 1 ? "1 feature" : `${count} features`),
    group: "split only",
    identifier: "pseudonym",
    name: "encrypted",
  },
  types: { number: "number", integer: "integer", boolean: "boolean", category: "category" },
  figure: (metric, value) => `${METRICS[metric]} ${value.toFixed(2)}`,
  why: {
    twoClasses: (positive, share) =>
      `two classes; ${positive} is the positive one, ${share} of rows`,
    classes: (count, largest) => `${count} classes; the largest has ${largest} of rows`,
    numberTarget: (logarithm) =>
      logarithm ? "number; its logarithm is learned, as it is skewed" : "number",
    rareClasses: (names, rows) => `; rows of ${names} are left out, fewer than ${rows} each`,
    outcome: "earlier values count from the day after",
    identifierOfRow: "it identifies rows and says nothing of others",
    name: "a person's name, which only `despliega identify` shows",
    key: "requests ask by it",
    personKey: "requests ask by it; it looks like a person's, so it is sent in a body",
    time: "rows happen then; the newest are the test",
    future: (rows) => `; ${rows} rows are dated later than today and do not count yet`,
    empty: "it has no value",
    constant: "it has one value only",
    oneMonth: "its days are all in one month, and only year and month are taken of a day",
    sameName: "its name differs from another in its case only: rename it to use it",
    repeats: (other) => `it repeats ${other}`,
    person: (kind) => `it looks like a person's ${kind}`,
    unfit: (rows) => `${rows} rows have no value of its type`,
    identifier: "it identifies the person; requests send it, and nothing else sees it",
    group: "rows that share it stay on one side of the split",
    freeText: (distinct) => `text with ${distinct} different values`,
    tooLarge: "it has numbers beyond 1e100, with which nothing can be computed",
    placeOfRow: "SQL has this name for the place of a row: rename it to use it",
    range: (least, most) => `${least} to ${most}`,
    yesNo: "yes or no",
    categories: (count) => `${count} values`,
    mostFrequent: (kept, all) => `the ${kept} most frequent of ${all} values; others count as one`,
    date: (other) => `a day; taken as time before ${other}`,
    dateParts: "a day; taken as its parts",
    earlier: "it varies by row, so earlier rows of the key count",
    attribute: "it stays the same for a key",
    missing: (rows) => `${rows} missing`,
    emptyToLearn: "it has no value in the rows that are learned from",
    decides: "it decides the target in every row, so it is probably known only afterwards",
    alone: (figure) => `alone ${figure}`,
    warns: (figure) => `alone ${figure}: check that it is known before the target is`,
  },
  persons: {
    "e-mail": "e-mail",
    "identity number": "identity number",
    "bank account": "bank account",
    name: "name",
    telephone: "telephone",
    address: "address",
  },
  describe: {
    column: (column) => `${column}, as in the file.`,
    since: (unit, from, to) =>
      unit === "years" ? `Completed years from ${from} to ${to}.` : `Days from ${from} to ${to}.`,
    part: (part, column) =>
      part === "year" ? `Year of ${column}.` : `Month of ${column}, 1 to 12.`,
    earlierRows: "Earlier rows of the key.",
    daysSinceLast: "Days since the last earlier row of the key.",
    meanEarlier: (column) =>
      `Mean of ${column} in earlier rows of the key; empty if there are none.`,
    lastEarlier: (column) => `Last known ${column} of the key before; empty if there is none.`,
  },
  suffix: {
    days: "days",
    years: "years",
    year: "year",
    month: "month",
    earlier: "earlier_rows",
    daysSinceLast: "days_since_last",
    mean: "mean_before",
    last: "last_before",
  },
  question: (target, table) => `What is the ${target} of a row of ${table}?`,
  observations: "rows",
  hasValue: (target, value) => `have ${target} ${value}`,
  unit: "its own unit",
  hashEntity: "row_hash",
  rowName: "row",
  paths: { features: "features", prediction: "prediction" },
  comment: {
    head: (file, rows) =>
      `Written by \`despliega new\` from ${file} (${rows} rows). Every line may be changed.`,
    question: "Shown in lists and in the report.",
    words: "What the report calls rows and answers.",
    classification: "The target has classes. A number would be: regression.",
    regression: "The target is a number. Classes would be: classification.",
    dataset: (path) => `\`despliega start\` reads it from ${path}.`,
    format: "How the file is written.",
    columns:
      "What is read of it. A row that does not fit is rejected; optional: a value may be missing.",
    notRead: "Not read:",
    time: "What happens on or after the cut-off does not count.",
    future: "Rows dated after the day of a run are kept, and do not count yet.",
    tableColumns:
      "What the released tables call an observation, what the split draws, and the label.",
    features:
      "What features.sql returns and the model learns from. Behind each: its values in the file, and how well it alone\nanswers. To hold a number within limits, add bounds: { min: …, max: … }.",
    classes: "Names of the classes; of two, the last is the positive one.",
    byTime: "Tested on the newest fifth. by: chance draws the test instead.",
    byGroup: (column) => `Tested on a quarter; all rows of one ${column} are on one side.`,
    byRepeats: "Tested on a quarter of the rows, drawn one by one, since same rows are no copies.",
    byChance: "Tested on a quarter of the rows, drawn by their contents.",
    estimators: "The best in cross-validation is released. Remove what you do not want to try.",
    crossValidation: "Folds of the training rows, and the metric that chooses.",
    fewKeys: "There are too few keys to cross-validate, so there is one estimator.",
    interval: "Answers come with an interval that holds this share of the values.",
    byRow: "The caller sends the features of a row.",
    servedByKey: "The caller names a key, whose features are in the release.",
    personKey: "The key looks like a person's: it is sent in a body, since urls end up in logs.",
    privacy:
      "sensitive: for decisions about people, with roles, pseudonyms and an audit (docs/sensitive.md).",
    people: "The file names people in",
    gates:
      "A release must reach floor, and must not be worse than the champion by more than tolerance. These floors are\nbeyond what a guess reaches by chance: raise them once you have seen a report.",
    logarithm: "log: the values are above 0 and skewed.",
    language: "Language of the report.",
    threshold:
      "From which probability on the answer is the positive class. Others: { policy: flagged, share: 0.1 },\n{ policy: precision, least: 0.8 }, { policy: recall, least: 0.8 }, { value: 0.5 }.",
    cost: "The class is rare: write what a false alarm and a miss cost you.",
    bestF1:
      "A false alarm counts like a miss. Where costs are known: { policy: cost, falseAlarm: 1, miss: 5 }.",
  },
  sql: {
    byRow:
      "One row for each row of the file with a target. The hash of a row names it for the split.",
    byKey:
      "One row for each row of the file on its day, with what was known before that day, and one for each key at the\n-- cut-off, to be served.",
    oneEach: "Each key twice: with its target to learn from, and without, to be served.",
    known:
      "An outcome counts from the day after its row. If it is known later, as of a loan, write more days in `known`.",
    rare: "Rows of classes that are too rare to learn are left out.",
  },
  readme: {
    intro: (file, rows) => `Made by \`despliega new\` from \`${file}\`, ${rows} rows.`,
    choices: "What became of each column",
    change: "`model.yaml` explains each choice. Change what you know better, and train again.",
    train: "Train and serve",
    retrain:
      "A release becomes champion if it passes its promotion checks. Its report shows how good it is and what it uses.",
    limits: "Limits",
    limitsText:
      "- The choices come from one file. Nobody has checked yet that each feature is known before the target is.\n- The promotion checks only demand more than a guess. Raise them after the first report.\n- Write here where the data come from, whom the answers concern, and what they must not be used for.",
  },
  wrote: (folder) => `Wrote ${folder}: model.yaml, features.sql, README.md`,
  next: "Next:",
  thenAsk: "Then, in another terminal:",
};
