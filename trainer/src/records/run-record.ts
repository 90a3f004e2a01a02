import type { EntraIdentity } from "@despliega/storage";

/** What a run has become. `running` is also the last word of a run that died. */
export type Outcome = "running" | "done" | "held back" | "failed" | "stopped";

/** An input that a run read. */
export interface RunInput {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What becomes known in the course of a run. Never a value of a person. */
export interface RunFacts {
  /** The release that the run made, moved to, read or looked into. */
  readonly version?: string;
  /** The edition of that release's features that the run made or moved to. */
  readonly edition?: string;
  readonly inputs?: readonly RunInput[];
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly metrics?: Readonly<Record<string, number>>;
  /** Why messages of the run were not delivered, where some were not. */
  readonly undelivered?: string;
  /** Why MLflow has not all of what the run did, where it has not. */
  readonly unsynced?: string;
  /** The promotion checks with their results, or the counts of what the run did. */
  readonly verdicts?: readonly unknown[];
}

/** Takes facts of a run for its record, beside those that it has. */
export type Note = (facts: RunFacts & { readonly outcome?: "held back" }) => void;

/** The record of a run of one command on one model. */
export interface RunRecord extends RunFacts {
  /** A UUID of version 7, and so the moment of the start too. */
  readonly run: string;
  /** The container of the model's releases: several may share an account. */
  readonly container: string;
  readonly model: string;
  readonly verb: string;
  /** By the clock of the run's own machine, as `end`. */
  readonly start: Date;
  readonly end?: Date;
  readonly outcome: Outcome;
  /** The code of the error of a failed run, or the signal that stopped it. */
  readonly code?: string;
  /** What the person or the pipeline that ran it calls itself. */
  readonly who: string;
  /** The user of the machine that ran it; not there in records of older trainers. */
  readonly user?: string;
  /** Who Entra ID says was signed in to the account; not there where a key opened it. */
  readonly entra?: EntraIdentity;
  readonly host: string;
  /** The process, and the place where its id is valid. */
  readonly pid: number;
  readonly place: string;
  /** The version of the trainer, and the commit of its image, where that is known. */
  readonly trainer: string;
  readonly commit?: string;
  /** The run that caused this one. */
  readonly causedBy?: string;
}
