import { defineError, TEXT_KEY_RULE } from "@despliega/storage";

/** The input cannot be opened or read. */
export const InputUnreadable = defineError<{ file: string; reason: string }>(
  "INPUT_UNREADABLE",
  ({ file, reason }) => `${file} cannot be read (${reason}): name a file that exists`,
);

/** The input holds no row. */
export const InputEmpty = defineError<{ file: string; found: string }>(
  "INPUT_EMPTY",
  ({ file, found }) => `${file} ${found}: give it a header and at least one row`,
);

/** The header does not name the model's columns once each. */
export const InputHeader = defineError<{ file: string; problem: string }>(
  "INPUT_HEADER",
  ({ file, problem }) => `${file}: ${problem}`,
);

/** The header is no text in the encoding of the input. */
export const InputEncoding = defineError<{ file: string; encoding: string }>(
  "INPUT_ENCODING",
  ({ file, encoding }) =>
    `${file} does not start with text in ${encoding}: save it as a CSV in UTF-8, or say in model.yaml how it is written, as in input: { encoding: windows-1252 }`,
);

/** The input is compressed, and ends too early or is damaged. */
export const InputCompressed = defineError<{ file: string }>(
  "INPUT_COMPRESSED",
  ({ file }) => `${file} is compressed by gzip, and cut short or damaged: copy it again`,
);

/** The file of an input is of another kind than the model says, or of one that nothing reads. */
export const InputFormatInvalid = defineError<{ file: string; problem: string }>(
  "INPUT_FORMAT",
  ({ file, problem }) => `${file} ${problem}`,
);

/** Days of an input could be read in two ways, and nothing in it decides. */
export const InputDateAmbiguous = defineError<{
  file: string;
  column: string;
  formats: readonly string[];
}>(
  "INPUT_DATE_AMBIGUOUS",
  ({ file, column, formats }) =>
    `${file}: the days of ${column} can be read as ${formats.join(" and as ")}, and no row decides: say which by --date-format`,
);

/** A record is longer than any row should be, as in a file that is not a CSV. */
export const InputLineTooLong = defineError<{ file: string; line: number }>(
  "INPUT_LINE_TOO_LONG",
  ({ file, line }) =>
    `${file}: line ${line} has more than 1 MiB: check that rows end with a line feed`,
);

/** More rows do not fit than the setting allows. */
export const InputRejected = defineError<{
  file: string;
  rejected: number;
  read: number;
  maxRejected: number;
  reasons: readonly string[];
}>(
  "INPUT_REJECTED",
  ({ file, rejected, read, maxRejected, reasons }) =>
    `${file}: ${rejected} of ${read} rows do not fit (limit ${Number((maxRejected * 100).toPrecision(6))} %): ${reasons.join("; ")}; ` +
    "fix them, or allow more with DESPLIEGA_MAX_REJECTED_SHARE",
);

/** The SQL engine saw other rows than the lines of the file; nothing of them is used. */
export const InputMiscounted = defineError<{ file: string; expected: number; found: string }>(
  "INPUT_MISCOUNTED",
  ({ file, expected, found }) =>
    `${file} has ${expected} well-formed rows and the engine read ${found}: was the file changed meanwhile?`,
);

/** The input of a release is not kept, so that nothing can be trained on it again. */
export const InputNotKept = defineError<{
  model: string;
  version: string;
  dataset: string;
  problem: string;
}>(
  "INPUT_NOT_KEPT",
  ({ model, version, dataset, problem }) =>
    `The ${dataset} of ${model} ${version} ${problem}: \`despliega data ${model}\` lists the releases that can be rebuilt`,
);

/** A release does not record all that a training needs. */
export const RebuildImpossible = defineError<{
  model: string;
  version: string;
  problem: string;
}>(
  "REBUILD_IMPOSSIBLE",
  ({ model, version, problem }) =>
    `${model} ${version} cannot be rebuilt, as ${problem}: rebuild a later release`,
);

/** A model's folder does not hold a definition and a statement that can be used. */
export const ModelInvalid = defineError<{
  /** Each as `file:line:column: what is wrong`, of which the first few are told. */
  problems: readonly string[];
}>("MODEL_INVALID", ({ problems }) => {
  const told = problems.slice(0, 5).join("; ");
  return problems.length > 5 ? `${told}; and ${problems.length - 5} more` : told;
});

/** There is no model of that name. */
export const ModelUnknown = defineError<{ known: readonly string[] }>(
  "MODEL_UNKNOWN",
  ({ known }) => `There is no such model; this trainer knows: ${known.join(", ")}`,
);

/** A model of that name is there already, and nothing is overwritten. */
export const ModelExists = defineError<{ name: string; folder: string }>(
  "MODEL_EXISTS",
  ({ name, folder }) =>
    `There is a model ${name} already, in ${folder}: choose another name, or remove the folder`,
);

/** An option of the command line has a wrong value. */
export const OptionInvalid = defineError<{ option: string; problem: string }>(
  "OPTION_INVALID",
  ({ option, problem }) => `${option} ${problem}`,
);

/** Nothing happened before the cut-off. */
export const AsOfInvalid = defineError<{ asOf: string }>(
  "AS_OF_INVALID",
  ({ asOf }) => `Nothing in the input happened before ${asOf}: choose a later --as-of`,
);

/** No observation came out of the inputs that has a label. */
export const LabelsMissing = defineError<{ model: string }>(
  "LABELS_MISSING",
  ({ model }) =>
    `No observation with a label came out of the inputs of ${model}: check that they belong together`,
);

/** A training set, test set or fold would be empty, or lack a class. */
export const SplitImpossible = defineError<{
  /** What it is called at the beginning of a sentence. */
  part: string;
  observations: number;
  /** A class that it has no observation of; null for a regression. */
  lacking: string | null;
}>("SPLIT_IMPOSSIBLE", ({ part, observations, lacking }) =>
  lacking === null
    ? `${part} would have no observations: give it more history`
    : `${part} would have ${observations} observations, none of class ${lacking}: give it more history`,
);

/** A feature has no value in any training observation. */
export const FeatureEmpty = defineError<{ name: string }>(
  "FEATURE_EMPTY",
  ({ name }) => `Feature ${name} has no value in any training observation: check its input column`,
);

/** A feature has more categories than a model can tell apart. */
export const CategoriesTooMany = defineError<{ name: string; limit: number }>(
  "CATEGORIES_TOO_MANY",
  ({ name, limit }) =>
    `Feature ${name} has more than ${limit.toLocaleString("en")} categories in the training observations: ` +
    "group rare ones in features.sql, or list those that matter in values, with unseen: other",
);

/** A feature is missing, in whatever observation, though the model says that it never is. */
export const FeatureIncomplete = defineError<{ name: string; rows: number }>(
  "FEATURE_INCOMPLETE",
  ({ name, rows }) =>
    `Feature ${name} is missing in ${rows} observations: declare in the model how it is filled, or fix the input`,
);

/** A feature or the label is infinite, or not a number. */
export const ColumnNotFinite = defineError<{ name: string; rows: number }>(
  "COLUMN_NOT_FINITE",
  ({ name, rows }) =>
    `${name} is infinite or not a number in ${rows} observations: let features.sql leave it empty there, as with nullif(…, 0)`,
);

/** A feature is not what the model says of it. */
export const FeatureUnexpected = defineError<{
  name: string;
  rows: number;
  problem: string;
  cure: string;
}>(
  "FEATURE_UNEXPECTED",
  ({ name, rows, problem, cure }) => `Feature ${name} ${problem} in ${rows} observations: ${cure}`,
);

/** A feature moves with what nobody knows when it is asked for. */
export const FeatureLeaks = defineError<{
  name: string;
  observations: number;
  of: number;
  because: "later events" | "its label";
}>("FEATURE_LEAKS", ({ name, observations, of, because }) => {
  const what =
    because === "later events"
      ? `looks into the future: of ${of} observations ${observations} get another value when events after them differ`
      : `is made of the label: of ${of} observations ${observations} get another value when their own label differs`;
  return `${name} ${what}. Fix features.sql, see more by \`despliega check\`, or train with --accept-leak "why"`;
});

/** A label is no class of a classification. */
export const LabelsInvalid = defineError<{ rows: number; problem: string; cure: string }>(
  "LABELS_INVALID",
  ({ rows, problem, cure }) => `${rows} labels ${problem}: ${cure}`,
);

/** The labels do not make the classes of a classification. */
export const ClassesInvalid = defineError<{ problem: string; cure: string }>(
  "CLASSES_INVALID",
  ({ problem, cure }) => `The labels ${problem}: ${cure}`,
);

/** No threshold is what a policy asks for. */
export const ThresholdUnreachable = defineError<{ policy: string }>(
  "THRESHOLD_UNREACHABLE",
  ({ policy }) => `No threshold can be chosen by ${policy}: ask for less in model.yaml`,
);

const KEY_PROBLEMS = {
  repeated: ["repeats an earlier one", "let features.sql return another for each"],
  missing: ["is missing", "let features.sql return one for each, or leave them out"],
  integer: [
    "is no whole number between -2^53 and 2^53",
    "declare the key in model.yaml with type: text, or leave them out",
  ],
  text: [`is not ${TEXT_KEY_RULE}`, "let features.sql shorten it, or leave them out"],
} as const;

/** Observations cannot be told apart, not be placed, or not be asked for. */
export const KeysInvalid = defineError<{
  name: string;
  rows: number;
  problem: keyof typeof KEY_PROBLEMS;
}>("KEYS_INVALID", ({ name, rows, problem }) => {
  const [what, cure] = KEY_PROBLEMS[problem];
  return `${name} ${what} in ${rows} observations: ${cure}`;
});

/** A model that is asked by key has nobody to answer about. */
export const ServingMissing = defineError<{ model: string }>(
  "SERVING_MISSING",
  ({ model }) =>
    `${model} is asked by key, and features.sql returns no observation without a label: add one for each entity, at the cut-off`,
);

/** A model answers for unknown keys, and `features.sql` does not say with what. */
export const UnknownInvalid = defineError<{ model: string; rows: number }>(
  "UNKNOWN_INVALID",
  ({ model, rows }) =>
    `${model} answers for keys that it does not know (serving.unknown: new), and features.sql returns ${rows === 0 ? "no" : `${rows}`} ` +
    `${rows === 0 ? "observation" : "observations"} without a key and a label: return one, with the features of an entity without history`,
);

/** The optimiser did not come to rest. */
export const NotConverged = defineError<{ passes: number }>(
  "NOT_CONVERGED",
  ({ passes }) =>
    `The logistic regression did not converge within ${passes} passes: a feature may separate the classes ` +
    "or repeat another; raise the ridge or drop the feature",
);

/** A linear regression has no single optimum. */
export const FeaturesCollinear = defineError<{ name: string }>(
  "FEATURES_COLLINEAR",
  ({ name }) =>
    `Feature ${name} does not vary, or follows from features before it: raise the ridge or drop it`,
);

/** A weighted sum would have a column for each of too many categories. */
export const DesignTooWide = defineError<{ columns: number; limit: number }>(
  "DESIGN_TOO_WIDE",
  ({ columns, limit }) =>
    `A weighted sum would have ${columns} columns, a category one for each of its names, beyond its limit of ${limit}: ` +
    "drop a category, or choose an estimator that splits",
);

/** A random forest would take more rows, features or nodes than it is made for. */
export const ForestTooLarge = defineError<{ subject: string; limit: string; remedy: string }>(
  "FOREST_TOO_LARGE",
  ({ subject, limit, remedy }) =>
    `The random forest would have ${subject}, beyond its limit of ${limit}: ${remedy}`,
);

/** Boosting would take more rows, features or nodes than it is made for. */
export const BoostingTooLarge = defineError<{ subject: string; limit: string; remedy: string }>(
  "BOOSTING_TOO_LARGE",
  ({ subject, limit, remedy }) =>
    `Boosting would have ${subject}, beyond its limit of ${limit}: ${remedy}`,
);

/** A feature shall move the answer one way, and there are more than two classes. */
export const MonotoneClasses = defineError<{ classes: number }>(
  "MONOTONE_CLASSES",
  ({ classes }) =>
    `Boosting of ${classes} classes has no direction that a feature could keep to: leave monotone out`,
);

/** A label is not above 0 where its logarithm is to be learned. */
export const TargetNotPositive = defineError<{ rows: number }>(
  "TARGET_NOT_POSITIVE",
  ({ rows }) =>
    `${rows} labels are 0 or less, which have no logarithm: leave such rows out, or drop the option target`,
);

/** These observations and answers cannot be measured by a metric. */
export const MetricAbsent = defineError<{ metric: string }>(
  "METRIC_ABSENT",
  ({ metric }) =>
    `${metric} cannot be measured here: a logarithm needs labels and answers above 0, a share labels other than 0, ` +
    "a classification some of each class, a calibration slope scores that differ; leave such rows out, or choose another metric",
);

/** A metric came out as what it cannot be. */
export const MetricOutOfRange = defineError<{
  metric: string;
  value: number;
  least: number;
  most: number;
}>(
  "METRIC_OUT_OF_RANGE",
  ({ metric, value, least, most }) =>
    `${metric} came out as ${value}, which is not within ${least} and ${most}, so nothing is published: ` +
    "check that labels and answers are what the model's task takes",
);

/** A computation left the numbers that there are. */
export const NumberNotFinite = defineError<{ what: string }>(
  "NUMBER_NOT_FINITE",
  ({ what }) =>
    `${what} is not a finite number: look in the input for values far beyond all others`,
);

/** The model does not say where to search. */
export const SearchUndeclared = defineError<{ model: string }>(
  "SEARCH_UNDECLARED",
  ({ model }) =>
    `${model} cannot be tuned: declare \`search\` and \`crossValidation\` in its model.yaml`,
);

/** No set of options of a search gave a model. */
export const SearchFruitless = defineError<{ trials: number; error: string }>(
  "SEARCH_FRUITLESS",
  ({ trials, error }) =>
    `None of ${trials} trials gave a model, the first for ${error}: change the options in the model's search`,
);

/** None of a model's estimators gave a model. */
export const SelectionFruitless = defineError<{ model: string; reasons: readonly string[] }>(
  "SELECTION_FRUITLESS",
  ({ model, reasons }) => `No estimator of ${model} gives a model: ${reasons.join("; ")}`,
);

/** A fitted model has no finite answer to some observations. */
export const AnswersNotFinite = defineError<{
  estimator: string;
  rows: number;
  observations: number;
  feature: string;
}>(
  "ANSWERS_NOT_FINITE",
  ({ estimator, rows, observations, feature }) =>
    `${estimator} has no finite answer to ${rows} of ${observations} observations, whose ${feature} is far from all others: ` +
    "fix or leave out such rows, or choose another estimator",
);

/** The record of a search's trials is damaged. */
export const SearchLogInvalid = defineError<{ name: string }>(
  "SEARCH_LOG_INVALID",
  ({ name }) => `${name} is no log of trials: delete it, and the search begins again`,
);

/** The engine's memory limit is too small, even with spilling. */
export const EngineOutOfMemory = defineError<{ memoryLimit: string }>(
  "ENGINE_OUT_OF_MEMORY",
  ({ memoryLimit }) =>
    `The data do not fit into a memory limit of ${memoryLimit}, even with spilling: raise DESPLIEGA_MEMORY_LIMIT`,
);

/** The disk is full where a run spills or writes. */
export const EngineDiskFull = defineError<{ directory: string }>(
  "ENGINE_DISK_FULL",
  ({ directory }) =>
    `There is no space left in ${directory}: free some, or set TMPDIR to a larger disk`,
);

/** No session of the engine could be opened. */
export const EngineUnreachable = defineError<{ url: string; problem: string }>(
  "ENGINE_UNREACHABLE",
  ({ url, problem }) =>
    `The engine ${url} cannot be used (${problem}): start it, or correct DESPLIEGA_ENGINE`,
);

/** The engine went away while a run used it. */
export const EngineLost = defineError<{ url: string; problem: string }>(
  "ENGINE_LOST",
  ({ url, problem }) =>
    `The engine ${url} was lost (${problem}), and nothing was published: run it again`,
);

/** A statement took more memory than the machines of the engine have. */
export const EngineTooSmall = defineError<{ url: string }>(
  "ENGINE_TOO_SMALL",
  ({ url }) =>
    `A task of the engine ${url} had too little memory, and nothing was published: give its executors more, or the input as smaller files`,
);

/** A statement took longer than it may. */
export const EngineOverdue = defineError<{ url: string; problem: string }>(
  "ENGINE_OVERDUE",
  ({ url, problem }) =>
    `A statement took ${problem} on the engine ${url} and was stopped: give it more machines, or raise DESPLIEGA_STATEMENT_TIMEOUT_SECONDS`,
);

/** Somebody cancelled a statement where it ran. */
export const EngineStopped = defineError<{ url: string }>(
  "ENGINE_STOPPED",
  ({ url }) => `A statement was cancelled on the engine ${url}, and nothing was published`,
);

/** The engine cannot do what a command or a model asks for. */
export const EngineUnfit = defineError<{ what: string; cure: string }>(
  "ENGINE_UNFIT",
  ({ what, cure }) => `${what} on Spark: ${cure}`,
);

/** The engine can do nothing with a value; its own words repeat the value, and go nowhere. */
export const ValueRefused = defineError<
  { kind: string } | { /** Columns that features.sql cannot make. */ columns: readonly string[] }
>(
  "VALUE_REFUSED",
  (found) =>
    ("kind" in found
      ? `The SQL engine refuses a value that is not repeated here (${found.kind} error)`
      : `features.sql fails on a value of ${found.columns.join(" and of ")} that is not repeated here`) +
    ": let features.sql expect it, as with TRY_CAST, or fix the input",
);

/** The engine does not take a statement: most likely that of features.sql, to whose lines the number belongs. */
export const StatementRefused = defineError<{ problem: string; line: number | undefined }>(
  "STATEMENT_REFUSED",
  ({ problem, line }) =>
    `Spark does not take ${line === undefined ? "a statement" : `line ${line} of a statement`} (${problem}): write features.sql in words that DuckDB and Spark both know`,
);

/** The container lacks an input of the model. */
export const InputMissing = defineError<{ model: string; dataset: string; name: string }>(
  "INPUT_MISSING",
  ({ model, dataset, name }) =>
    `The container has no ${name}: upload it, or run \`despliega train ${model} --input ${dataset}=FILE\``,
);

/** A database, or the server in front of it, cannot be had now. */
export const DatabaseUnreachable = defineError<{ name: string; problem: string; cure: string }>(
  "DATABASE_UNREACHABLE",
  ({ name, problem, cure }) => `${name} cannot be used (${problem}): ${cure}`,
);

/** A database refuses, for a reason that does not pass. */
export const DatabaseRefused = defineError<{
  name: string;
  /** What is refused. */
  what: string;
  code: string;
  cure: string;
}>(
  "DATABASE_REFUSED",
  ({ name, what, code, cure }) => `${name} refuses ${what} (${code}): ${cure}`,
);

/** A table or query of a database does not have the columns of an input once each. */
export const DatabaseColumns = defineError<{ name: string; what: string; problem: string }>(
  "DATABASE_COLUMNS",
  ({ name, what, problem }) => `${what} of ${name} ${problem}`,
);

/** A release was trained on data that name nobody. */
export const IdentitiesMissing = defineError<{ model: string; version: string }>(
  "IDENTITIES_MISSING",
  ({ model, version }) =>
    `Release ${version} of ${model} keeps no identities, since its input named nobody: choose another --version`,
);

/** The identities of a copied release stayed where it was trained. */
export const IdentitiesElsewhere = defineError<{ model: string; version: string; from: string }>(
  "IDENTITIES_ELSEWHERE",
  ({ model, version, from }) =>
    `The identities of ${version} of ${model} stayed in ${from}: look there, or copy the release again with --identities`,
);

/** A pseudonym occurs nowhere in a release. */
export const PseudonymUnknown = defineError<{ place: number; model: string; version: string }>(
  "PSEUDONYM_UNKNOWN",
  ({ place, model, version }) =>
    `Pseudonym ${place} of those given is not in release ${version} of ${model}: choose its own --version`,
);

/** A pseudonym is of the training table, where one of an answer was asked about. */
export const PseudonymOfTable = defineError<{ place: number; model: string; version: string }>(
  "PSEUDONYM_OF_TABLE",
  ({ place, model, version }) =>
    `Pseudonym ${place} of those given is of the training table of release ${version} of ${model}, and in no answer: ` +
    "give one of an answer, or say --table to look behind the table",
);

/** An identity is encrypted with a key that is not there. */
export const IdentityKeyUnknown = defineError<{ id: string }>(
  "IDENTITY_KEY_UNKNOWN",
  ({ id }) =>
    `DESPLIEGA_IDENTITY_KEYS has no key ${id}, with which the identity is encrypted: add it again`,
);

/** An identity does not open with the key that it names. */
export const IdentityUnreadable = defineError<{ id: string }>(
  "IDENTITY_UNREADABLE",
  ({ id }) =>
    `An identity does not open with key ${id} of DESPLIEGA_IDENTITY_KEYS: give the key that it was encrypted with`,
);

/** A run cannot be put on record, which must be. */
export const RunUnrecorded = defineError<{ model: string; problem: string }>(
  "RUN_UNRECORDED",
  ({ model, problem }) =>
    `No run on ${model} begins without a record of it, which cannot be written: ${problem}; ` +
    "DESPLIEGA_RECORDS=best-effort goes on without one",
);

/** No run of that id is on record. */
export const RunUnknown = defineError<{ run: string }>(
  "RUN_UNKNOWN",
  ({ run }) => `No run ${run} is on record: choose one that \`despliega runs\` lists`,
);

/** A value does not fit into a table of features. */
export const TableLimit = defineError<{ column: string; most: number }>(
  "TABLE_LIMIT",
  ({ column, most }) =>
    `A text of ${column} has more than ${most.toLocaleString("en")} characters, which no table takes: shorten it in features.sql, or leave out serving.publish`,
);

/** The pointer of a model has moved, and the tables of its features could not follow. */
export const TablesBehind = defineError<{ model: string; version: string; problem: string }>(
  "TABLES_BEHIND",
  ({ model, version, problem }) =>
    `${version} is the champion of ${model} now, but its published features are not: ${problem}; ` +
    `then run \`despliega promote ${model} ${version}\``,
);

/** Nothing of a model was published yet. */
export const ReleaseMissing = defineError<{ model: string }>(
  "RELEASE_MISSING",
  ({ model }) => `There is no release of ${model} yet: run \`despliega train ${model}\``,
);

/** No release of that version was published, or it was deleted. */
export const ReleaseUnknown = defineError<{ model: string; version: string }>(
  "RELEASE_UNKNOWN",
  ({ model, version }) =>
    `There is no release ${version} of ${model}: choose one that \`despliega releases ${model}\` lists`,
);

/** A release could not be compared with the champion, and nobody has consented to that yet. */
export const ConsentNeeded = defineError<{
  model: string;
  version: string;
  reason: string;
  option: string;
}>(
  "CONSENT_NEEDED",
  ({ model, version, reason, option }) =>
    `Release ${version} of ${model} could not be compared with the champion of its day: ${reason}; ` +
    `promote it with ${option} "why" if it may serve all the same`,
);

/** A release asks for no approvals. */
export const ApprovalNotNeeded = defineError<{ model: string; version: string }>(
  "APPROVAL_NOT_NEEDED",
  ({ model, version }) =>
    `Release ${version} of ${model} asks for no approvals: promote it, or set approvals in model.yaml and train again`,
);

/** Monitoring found a fault in the data, and nobody has consented to a training on them. */
export const TrainingBlocked = defineError<{
  model: string;
  verdict: string;
  at: string;
  summary: string;
  option: string;
}>(
  "TRAINING_BLOCKED",
  ({ model, verdict, at, summary, option }) =>
    `Monitoring found a fault in the data of ${model} (verdict ${verdict} of ${at}), which a training would learn: ${summary} ` +
    `Fix the data and run \`despliega monitor ${model}\`, or train with ${option} "why"`,
);
export type TrainingBlocked = InstanceType<typeof TrainingBlocked>;

/** The job that trains in Azure was not started. */
export const TrainingNotStarted = defineError<{ job: string; problem: string }>(
  "TRAINING_NOT_STARTED",
  ({ job, problem }) =>
    `${job} was not started (${problem}): see DESPLIEGA_TRAINING_JOB, and start the training by hand`,
);

/** A release cannot be scored beside the champion. */
export const ChallengeRefused = defineError<{ model: string; version: string; problem: string }>(
  "CHALLENGE_REFUSED",
  ({ model, version, problem }) =>
    `Release ${version} of ${model} cannot challenge the champion: it ${problem}`,
);

/** The server to check does not answer. */
export const ServerUnreachable = defineError<{ problem: string }>(
  "SERVER_UNREACHABLE",
  ({ problem }) => `The server gives ${problem}: check the url, and that it runs`,
);

/** The server under test answers, but refuses the requests. */
export const ServerRefuses = defineError<{ status: number }>(
  "SERVER_REFUSES",
  ({ status }) =>
    `The server answers ${status}: give the key or token that it asks for, as --header 'x-api-key: …'`,
);

/** It is not clear which of a server's models is meant. */
export const ModelNeeded = defineError<{ listed: readonly string[] }>(
  "MODEL_NEEDED",
  ({ listed }) =>
    listed.length === 0
      ? "The server lists no models: name one with --model, or check one protocol with --only mlflow"
      : `The server lists ${listed.join(", ")}: name one of them with --model`,
);

/** Nothing says what a row for a server's model looks like. */
export const RowNeeded = defineError<{ name?: string }>(
  "ROW_NEEDED",
  ({ name }) =>
    `${name === undefined ? "The server does not describe its columns" : `It is not known what to send as ${name}`}: ` +
    "give a row with --row '{\"column\": 1}'",
);

/** The features of a champion cannot be made again, whatever the history. */
export const RefreshImpossible = defineError<{ model: string; version: string; problem: string }>(
  "REFRESH_IMPOSSIBLE",
  ({ model, version, problem }) =>
    `The features of ${model} ${version} cannot be refreshed: ${problem}`,
);

/** What a champion's own statement returns lacks a column that the champion needs. */
export const FeaturesAbsent = defineError<{ model: string; version: string; problem: string }>(
  "FEATURES_ABSENT",
  ({ model, version, problem }) =>
    `The features of ${model} ${version} cannot be made of this history: ${problem}`,
);

/** The newest event of a history is older than that behind the features that answer. */
export const FeaturesOlder = defineError<{
  model: string;
  newest: string;
  before: string;
  option: string;
}>(
  "FEATURES_OLDER",
  ({ model, newest, before, option }) =>
    `The newest event of this history of ${model} is of ${newest}, and that behind the present features of ${before}: give a later history, or ${option} "why"`,
);

/** A history makes features of much fewer entities than those that answer. */
export const FeaturesFewer = defineError<{
  model: string;
  rows: number;
  before: number;
  option: string;
}>(
  "FEATURES_FEWER",
  ({ model, rows, before, option }) =>
    `This history of ${model} has features of ${rows} entities, and ${before} answer at present, more than twice as many: give the whole history, or ${option} "why"`,
);

/** The pointer moved while features were made, so that they may not belong to its release. */
export const RefreshOvertaken = defineError<{ model: string; version: string }>(
  "REFRESH_OVERTAKEN",
  ({ model, version }) =>
    `The pointer of ${model} moved while the features of ${version} were made; it stays where it is now: refresh again`,
);

/** A directory for the result of a stage holds something else. */
export const OutputTaken = defineError<{ path: string; found: string }>(
  "OUTPUT_TAKEN",
  ({ path, found }) =>
    `${path} holds ${found}, which is no result of this command: name another directory, or empty it`,
);

/** A directory does not hold what a stage wrote there. */
export const StageInvalid = defineError<{ directory: string; problem: string; verb: string }>(
  "STAGE_INVALID",
  ({ directory, problem, verb }) =>
    `${directory} ${problem}: run \`despliega ${verb}\` into it again`,
);

/** A model has changed since its rows and features were prepared. */
export const StageOutdated = defineError<{
  directory: string;
  model: string;
  changed: readonly string[];
}>(
  "STAGE_OUTDATED",
  ({ directory, model, changed }) =>
    `${directory} was prepared with other ${changed.join(", ")} of ${model}: run \`despliega prepare ${model}\` again`,
);

/** A file in the format ONNX holds no model that a release can have. */
export const OnnxRefused = defineError<{ file: string; reason: string }>(
  "ONNX_REFUSED",
  ({ file, reason }) => `${file} ${reason}: docs/onnx.md says which models can be imported`,
);

/** A model is not compiled, and onnxruntime is not there to run it. */
export const OnnxRunImpossible = defineError<{ file: string; reason: string; cure: string }>(
  "ONNX_RUN_IMPOSSIBLE",
  ({ file, reason, cure }) => `${file} ${reason}, so that it is not compiled. ${cure}`,
);

/** MLflow has not all of a model's releases. */
export const MlflowBehind = defineError<{ problem: string }>(
  "MLFLOW_BEHIND",
  ({ problem }) => `MLflow has not everything: ${problem}`,
);

/** An input of outcomes has none, or a model can have none. */
export const OutcomesInvalid = defineError<{ file: string; problem: string; cure: string }>(
  "OUTCOMES_INVALID",
  ({ file, problem, cure }) => `${file} ${problem}: ${cure}`,
);
