import {
  featureWriter,
  classAnswers,
  reasonNames,
  recordedNumber,
  sealerFor,
  writeDecision,
  type Decision,
  type DecisionKey,
  type Release,
  type Seal,
} from "@despliega/storage";

import { ANONYMOUS } from "../http/auth-result.js";
import { rowId, type Answered } from "../serving/observed/answered.js";
import { detailedRowsOf } from "../serving/predictor.js";
import { INLINE_LIMITS } from "../serving/signature/limits.js";
import type { NamePerson } from "./person.js";

/** Writes the answers to a request as the lines that are kept of them, one for each row. */
export type WriteLines = (answered: Answered) => readonly Buffer[];

/** What the lines of a release are written with. */
export interface LinesOptions {
  /** Encrypts them. Default: they are in the clear. */
  readonly key: DecisionKey | undefined;
  readonly namePerson: NamePerson;
}

/** How long answers share one side of a key agreement, in ms: it costs more than all else of a line. */
const AGREED_MS = 1_000;

/** Makes what gives the encryption of an answer. */
const sealing = (
  key: DecisionKey | undefined,
  model: string,
): ((at: number) => Seal | undefined) => {
  let seal: Seal | undefined;
  let since = -Infinity;
  return (at) => {
    if (key !== undefined && (seal === undefined || Math.abs(at - since) >= AGREED_MS))
      [seal, since] = [sealerFor(key, model), at];
    return seal;
  };
};

/**
 * Makes what writes the lines of a release's answers. A batch of more rows than are answered with the detail has no reasons,
 * which take as long; they follow from the rest.
 */
export const decisionLines = (release: Release, { key, namePerson }: LinesOptions): WriteLines => {
  const { manifest, scorer, edition } = release;
  const { model, version, features } = manifest;
  const { outputs } = scorer;
  const classes = classAnswers(manifest);
  const writeFeatures = featureWriter(features);
  const reasonsOf = reasonNames(manifest, scorer);
  const sealFor = sealing(key, model);
  const mostReasons = detailedRowsOf(scorer, INLINE_LIMITS);

  return (answered) => {
    const { id, at, rows, values, scores, unknown, caller = ANONYMOUS, requestId } = answered;
    const seal = sealFor(at);
    const common = {
      at: new Date(at).toISOString(),
      version,
      ...(edition === undefined ? {} : { edition: edition.edition }),
    };
    const asked = { caller: { name: caller.name, kind: caller.kind }, request: requestId };

    return Array.from({ length: rows }, (_, row) => {
      const place = row * outputs;
      const taken = values.subarray(row * features.length, (row + 1) * features.length);
      const reasons = rows > mostReasons ? undefined : reasonsOf?.(taken, scores, place);
      const answer =
        classes?.labels[classes.codeOf(scores, place)] ?? recordedNumber(scores[place]!);
      const decision: Decision = {
        id: rowId(id.text, row, rows),
        ...common,
        ...namePerson(answered, row, seal !== undefined),
        ...asked,
        ...(unknown.has(row) ? { new: true } : {}),
        features: writeFeatures(taken),
        scores: Array.from(scores.subarray(place, place + outputs), recordedNumber),
        answer,
        ...(reasons === undefined ? {} : { reasons }),
      };
      return writeDecision(decision, seal);
    });
  };
};
