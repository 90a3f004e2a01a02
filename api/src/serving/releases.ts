import type { BlobStore, DeclaredTerms, Release, Verdict } from "@despliega/storage";
import type { Logger } from "pino";

import type { Authorisation } from "../security/sensitive/authorisation.js";
import type { OpenChallenger } from "./challenger/open-challenger.js";
import type { RefreshState } from "./refresh-states.js";

/** The singleton: the release that answers for each model. */
export interface Releases {
  /** The releases that answer now: all models in their order, or none until {@link load} has opened them. */
  current(): readonly Release[];
  /** The releases that answer now, with the results of their refreshes. */
  status(): readonly ReleaseStatus[];
  /** The results of the refreshes of every known model, also of one that cannot be served. */
  refreshes(): readonly ModelRefreshes[];
  /** Whether every known model has answered at one moment since the start. */
  ready(): boolean;
  /**
   * Opens the champion of every model; all of them begin to answer at once. Resolves when every model answers. A model
   * that cannot be opened ends the load, unless refreshes follow: then the other models answer meanwhile.
   */
  load(): Promise<void>;
  /**
   * Looks at a model's pointer again. A new champion takes over once it has been opened beside the old one and passed
   * its checks; when that fails, the old one goes on, and one line is logged for as long as the problem stays the same.
   * A model that is not configured by name is taken out when its pointer is gone.
   */
  refresh(model: string): Promise<void>;
  /** Looks for models that do not answer yet, and opens them. {@link ready} waits for all that are found. */
  discover(): Promise<void>;
  /** Calls back after every swap. */
  onSwap(listener: (current: readonly Release[]) => void): void;
  /** The newest verdict on a model, as the last refresh read it; undefined where there is none. */
  readonly verdictOf: (model: string) => Verdict | undefined;
  /** The release that is scored beside a champion; undefined where there is none. */
  readonly challengerOf: (model: string) => OpenChallenger | undefined;
}

/** A release that answers. */
export interface ReleaseStatus extends RefreshState {
  readonly release: Release;
}

/** The results of the refreshes of one model, by its name. */
export interface ModelRefreshes extends RefreshState {
  readonly model: string;
}

/** What the singleton needs. */
export interface ReleasesOptions {
  readonly store: BlobStore;
  readonly logger: Logger;
  /** Undefined: every model that has a champion. */
  readonly models: readonly string[] | undefined;
  /** Seconds after which pointers and models are looked for again; 0: never. */
  readonly refreshSeconds: number;
  /** Seconds for which a store that cannot be reached is tried again at the start. Default 0: not at all. */
  readonly startRetrySeconds?: number;
  /** Terms that models must meet, whatever their releases say. Default: none. */
  readonly sensitiveModels?: DeclaredTerms;
  /** Default: one that refuses every sensitive model. */
  readonly authorisation?: Authorisation;
  /** Checks that the answers of a release can be kept where it asks for that. Default: none can. */
  readonly checkDecisions?: ((release: Release) => Promise<void>) | undefined;
}
