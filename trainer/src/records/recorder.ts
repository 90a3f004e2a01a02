import type { TableStore } from "@despliega/storage";

import { entityOf } from "./entity.js";
import type { Note, Outcome, RunFacts, RunRecord } from "./run-record.js";

/** Milliseconds between two signs of life of a run. */
export const BEAT_MS = 60_000;

/** The record of a run that goes on. */
export interface Recorder {
  /** The id of the record. */
  readonly run: string;
  readonly note: Note;
  /**
   * Writes the end. A run ends once: later calls do nothing.
   *
   * @param outcome of the run, unless it noted another
   * @param code of its error
   */
  end(outcome: Exclude<Outcome, "running">, code?: string): Promise<void>;
}

/**
 * Writes the record of a run that begins. It is written again every minute as a sign of life, with the facts that are
 * known by then, and at the end.
 *
 * @throws the error of the store, when the record cannot be written now
 */
export const startRecorder = async (
  table: TableStore,
  begun: Omit<RunRecord, "outcome" | "end" | "code">,
  now: () => Date,
): Promise<Recorder> => {
  let record: RunRecord = { ...begun, outcome: "running" };
  let heldBack = false;
  let ended: Promise<void> | undefined;
  // One write at a time, so that a sign of life never follows the end.
  let last = Promise.resolve();
  const write = (): Promise<void> =>
    (last = last.catch(() => {}).then(() => table.put(entityOf(record))));
  await write();
  // A sign that is lost is followed by another. The timer alone does not keep the process alive.
  const timer = setInterval(() => void write().catch(() => {}), BEAT_MS).unref();
  return {
    run: begun.run,
    note({ outcome, ...facts }) {
      heldBack ||= outcome === "held back";
      record = { ...record, ...facts, ...mergedParameters(record, facts) };
    },
    end(outcome, code) {
      clearInterval(timer);
      return (ended ??= (async () => {
        const held = outcome === "done" && heldBack;
        const word = held ? "held back" : outcome;
        record = { ...record, end: now(), outcome: word, ...(code === undefined ? {} : { code }) };
        await write();
      })());
    },
  };
};

const mergedParameters = (record: RunFacts, { parameters }: RunFacts): RunFacts =>
  parameters === undefined ? {} : { parameters: { ...record.parameters, ...parameters } };
