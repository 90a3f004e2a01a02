import {
  DespliegaError,
  readVerdict,
  takeTrainingRequest,
  type BlobStore,
  type Verdict,
} from "@despliega/storage";

import { TrainingBlocked } from "../errors/errors.js";
import type { Note } from "../records/run-record.js";
import type { Progress } from "./progress.js";

/** Option by which somebody consents to a training on data in which monitoring found a fault. */
export const ACCEPT_FAULT = "--accept-fault";

/** What is known of a training before it begins. */
export interface TrainingCause {
  /** The reason, as it was given. Default: the verdict that asks for it, if there is one. */
  readonly why: string | undefined;
  /** Reason to train although the newest verdict is a fault. Default: it is refused then. */
  readonly acceptFault: string | undefined;
}

interface Context {
  readonly store: BlobStore;
  readonly progress: Pick<Progress, "notice">;
  readonly note: Note;
}

/**
 * Heeds the newest verdict on a model before a training: a fault in the data blocks it, since the model would learn the
 * fault. A verdict that cannot be read blocks nothing.
 *
 * @returns the reason of the training and the consent to a fault, for the ledger; undefined where there is neither
 * @throws `TRAINING_BLOCKED`
 */
export const heedVerdict = async (
  model: string,
  { why, acceptFault }: TrainingCause,
  { store, progress, note }: Context,
): Promise<string | undefined> => {
  const orNotice = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof DespliegaError)) throw error;
      progress.notice(`${what} cannot be read, and the training goes on: ${error.message}`);
      return undefined;
    }
  };
  const newest = await orNotice(`the newest verdict on ${model}`, () => readVerdict(store, model));
  let consent: string | undefined;
  if (newest?.verdict === "fault") {
    if (acceptFault === undefined) throw blockedBy(model, newest);
    const fault = causeOf(newest.id);
    note({ parameters: { acceptedFault: fault } });
    consent = `the fault of ${fault} accepted (${acceptFault})`;
  }
  const request = await orNotice(`what a verdict asks of ${model}`, () =>
    takeTrainingRequest(store, model),
  );
  const reason = why ?? (request && causeOf(request.verdict));
  note({ parameters: { why: reason } });
  const told = [reason, consent].filter((text) => text !== undefined);
  return told.length === 0 ? undefined : told.join("; ");
};

/** A verdict, as the reason of a training names it. */
export const causeOf = (verdict: string): string => `monitor:${verdict}`;

const blockedBy = (model: string, { id, at, summary }: Verdict): TrainingBlocked =>
  new TrainingBlocked({ model, verdict: id, at, summary, option: ACCEPT_FAULT });
