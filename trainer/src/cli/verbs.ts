import type { AddCommand } from "./command.js";

/** A command as the help of the program lists it, and where it is. */
export interface Verb {
  /** Its name, and then `[options]` and its arguments. */
  readonly term: string;
  readonly description: string;
  readonly load: () => Promise<AddCommand>;
}

/** Every command, in the order of the help. What one needs is loaded when it runs: the help of the program needs none of it. */
export const VERBS: readonly Verb[] = [
  {
    term: "train [options] [model]",
    description:
      "learn from the history, publish a release, and promote it if it passes its promotion checks",
    load: async () => (await import("./train.js")).trainCommand,
  },
  {
    term: "tune [options] <model>",
    description: "search for better options by cross-validation, then train with the best",
    load: async () => (await import("./tune.js")).tuneCommand,
  },
  {
    term: "import [options] <model>",
    description:
      "publish a model that was fitted in Python, from a file in the format ONNX, and promote it if it passes its promotion checks",
    load: async () => (await import("./import.js")).importCommand,
  },
  {
    term: "prepare [options] <model>",
    description:
      "check the rows of the history and make the features, as files; publishes nothing, and the same input and options give the same bytes",
    load: async () => (await import("./prepare.js")).prepareCommand,
  },
  {
    term: "publish [options] <model> <directory>",
    description:
      "make a release of the files that train --out wrote, compare it with the champion, and promote it if it passes its promotion checks",
    load: async () => (await import("./publish.js")).publishCommand,
  },
  {
    term: "check [options] <model>",
    description:
      "test features.sql: its tests.yaml, no look into the future or at the label, one row for each observation, the same in any order",
    load: async () => (await import("./check.js")).checkCommand,
  },
  {
    term: "inspect [options] <file>",
    description:
      "find out how a file, or a table by its postgres:// url, is written and what its columns hold; values of people are not shown",
    load: async () => (await import("./inspect.js")).inspectCommand,
  },
  {
    term: "new [options] <model>",
    description:
      "write a model that learns a column of a file: models/<model>/ with model.yaml, features.sql and a README",
    load: async () => (await import("./new.js")).newCommand,
  },
  {
    term: "models [options]",
    description:
      "list the models: name, question, task, privacy, serving, data sets; broken models go to standard error",
    load: async () => (await import("./models.js")).modelsCommand,
  },
  {
    term: "releases <model>",
    description: "list the releases, oldest first, and mark the champion",
    load: async () => (await import("./releases.js")).releasesCommand,
  },
  {
    term: "data [options] <model>",
    description:
      "list the inputs that are kept, newest first, with the releases that were trained on each",
    load: async () => (await import("./data.js")).dataCommand,
  },
  {
    term: "rebuild [options] <model> <version>",
    description:
      "train a release again from what it keeps, and say of every part whether it is byte-identical; publishes nothing",
    load: async () => (await import("./rebuild.js")).rebuildCommand,
  },
  {
    term: "ledger [options] <model>",
    description:
      "list every move of the pointer, oldest first: time, release with the edition of its features, actor and reason",
    load: async () => (await import("./ledger.js")).ledgerCommand,
  },
  {
    term: "runs [options] [model]",
    description:
      "list the last runs of train, tune, rebuild, promote, rollback, prune, export and identify, newest first, with their outcomes",
    load: async () => (await import("./runs.js")).runsCommand,
  },
  {
    term: "score [options] <model>",
    description:
      "answer for every row of a file, a blob or a database, as the api would; the last output is replaced whole",
    load: async () => (await import("./score.js")).scoreCommand,
  },
  {
    term: "report [options] <model> [version]",
    description: "write the report of a release (default: the newest) as HTML to standard output",
    load: async () => (await import("./report.js")).reportCommand,
  },
  {
    term: "export [options] <model> [version]",
    description:
      "write the artifacts of a release (default: the champion) as files, without identities, each checked",
    load: async () => (await import("./export.js")).exportCommand,
  },
  {
    term: "copy [options] <model> [version]",
    description:
      "copy a release (default: the champion) to another container byte for byte, without promoting it there; every hash is checked at both ends",
    load: async () => (await import("./copy.js")).copyCommand,
  },
  {
    term: "sign [options] [model] [version]",
    description:
      "sign what was published before there was a key: a release, or else the pointer with the releases that it names; every hash is checked before",
    load: async () => (await import("./sign.js")).signCommand,
  },
  {
    term: "verify [options] [model]",
    description:
      "check what is published of one model or of all: every manifest, the hash of every part, the pointers and every move of the ledger, each with its signature; a problem ends with exit code 5",
    load: async () => (await import("./verify.js")).verifyCommand,
  },
  {
    term: "approve [options] <model> <version>",
    description:
      "approve a release whose model asks for several identities, for its next promotion; the ledger keeps the reason",
    load: async () => (await import("./approve.js")).approveCommand,
  },
  {
    term: "promote [options] <model> <version>",
    description: "make a release the champion, after opening it as the api would",
    load: async () => (await import("./promote.js")).promoteCommand,
  },
  {
    term: "outcomes [options] <model>",
    description:
      "keep what became of those whom a model answered about, so that `monitor` can measure it; without --input they are the labels of the model's own newest history",
    load: async () => (await import("./outcomes.js")).outcomesCommand,
  },
  {
    term: "monitor [options] <model>",
    description:
      "look at the recorded answers of a model: what is wrong with the data, what drifted, and whether performance was lost; a bad verdict ends with exit code 5",
    load: async () => (await import("./monitor.js")).monitorCommand,
  },
  {
    term: "challenge [options] <model> [version]",
    description:
      "let the api score a release beside the champion for a share of the requests, so that `monitor` can compare them; without a version, show the challenger",
    load: async () => (await import("./challenge.js")).challengeCommand,
  },
  {
    term: "refresh [options] <model>",
    description:
      "make the champion's features again of the newest history, by its own SQL; the model stays",
    load: async () => (await import("./refresh.js")).refreshCommand,
  },
  {
    term: "rollback [options] <model>",
    description:
      "undo the last move of the pointer: go back to the release, and the edition of its features, before it",
    load: async () => (await import("./rollback.js")).rollbackCommand,
  },
  {
    term: "prune [options] <model>",
    description:
      "delete old releases, old editions of features, kept inputs that no release needs, old decisions, old recorded answers, and what interrupted runs left; print each with its reason",
    load: async () => (await import("./prune.js")).pruneCommand,
  },
  {
    term: "mlflow <action> <model>",
    description:
      "bring MLflow the releases that it does not have, oldest first, and move its alias to the champion",
    load: async () => (await import("./mlflow.js")).mlflowCommand,
  },
  {
    term: "identify [options] <model> <pseudonym...>",
    description: "find the people behind pseudonyms of answers; an audit record comes first",
    load: async () => (await import("./identify.js")).identifyCommand,
  },
  {
    term: "decision [options] <id>",
    description: "show one decision by the id of its answer; an audit record comes first",
    load: async () => (await import("./decision.js")).decisionCommand,
  },
  {
    term: "decisions [options] <model>",
    description:
      "show, or erase, everything that was answered about one person; an audit record comes first",
    load: async () => (await import("./decisions.js")).decisionsCommand,
  },
  {
    term: "forget [options] <model>",
    description:
      "delete the recorded answers about one key; decisions have an erasure of their own",
    load: async () => (await import("./forget.js")).forgetCommand,
  },
  {
    term: "audit [options] <action> [model]",
    description:
      "read the audit records and find lines and blobs that were removed, changed, moved or inserted",
    load: async () => (await import("./audit.js")).auditCommand,
  },
  {
    term: "conform [options] <url>",
    description:
      "check any model server for MLflow's /invocations and the Open Inference Protocol; exit code 1 when a check fails",
    load: async () => (await import("./conform.js")).conformCommand,
  },
];

/** The name of a command. */
export const verbName = ({ term }: Pick<Verb, "term">): string => term.split(" ")[0]!;

/** Whether any of these arguments is the name of a command. */
export const isNamed = (verb: Pick<Verb, "term">, argv: readonly string[]): boolean =>
  argv.includes(verbName(verb));
