import type { StoredRecord } from "../records/entity.js";
import type { State } from "../records/state.js";
import { visible } from "./terminal-text.js";

/** The fields of a run for programs, in the order of docs/runs.md. */
export const runFields = (
  record: StoredRecord,
  state: State,
): Readonly<Record<string, unknown>> => {
  const { run, model, verb, code, start, end, version, edition, causedBy, changed } = record;
  const { inputs, parameters, metrics, verdicts, undelivered, unsynced } = record;
  const { who, user, host, trainer, commit } = record;
  return {
    run,
    model,
    verb,
    state,
    code,
    version,
    edition,
    start,
    end,
    seconds: secondsOf(record),
    who,
    user,
    host,
    trainer,
    commit,
    causedBy,
    inputs,
    parameters,
    metrics,
    verdicts,
    undelivered,
    unsynced,
    lastSign: changed,
  };
};

/** A run as a line of a table for people. Moments are in UTC. */
export const runLine = (record: StoredRecord, state: State): string => {
  const { run, model, verb, start, code, version, who } = record;
  const seconds = secondsOf(record);
  return [
    start.toISOString().slice(0, 19).replace("T", " "),
    model.padEnd(12),
    verb.padEnd(8),
    state.padEnd(9),
    (seconds === undefined ? "" : `${seconds.toFixed(1)} s`).padStart(9),
    (code ?? version ?? "").padEnd(25),
    visible(who),
    run,
  ].join("  ");
};

const secondsOf = ({ start, end }: StoredRecord): number | undefined =>
  end === undefined ? undefined : (end.getTime() - start.getTime()) / 1_000;
