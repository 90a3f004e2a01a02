import { classAnswers, loadScorer, maskPseudonym } from "@despliega/storage";

import { answerColumns } from "./answer-columns.js";
import type { BatchDecision, BatchModel, BatchRows, Reject, ScoredBlock } from "./job.js";

/**
 * Makes what scores rows with the scorer of the api, and writes a line of CSV for each: what is copied or the pseudonym,
 * the answer, version and edition.
 */
export const rowsScorer = (model: BatchModel): ((rows: BatchRows) => ScoredBlock) => {
  const { manifest } = model;
  const scorer = loadScorer(manifest, JSON.parse(model.modelJson));
  const { outputs } = scorer;
  const width = manifest.features.length;
  const { write } = answerColumns(manifest, scorer, model.detail);
  const classes = classAnswers(manifest);
  const show = model.whole ? (pseudonym: string) => pseudonym : maskPseudonym;
  const end = `,${manifest.version},${model.edition}\n`;

  return ({ places, values, carried, isNew, pseudonyms, rejects, lines, read }) => {
    const written: string[] = [];
    const overflown: Reject[] = [];
    const decisions: BatchDecision[] = [];
    const all = new Float64Array(places.length * outputs);
    scorer.scoresOfRows(values.subarray(0, places.length * width), all);
    for (const [at, place] of places.entries()) {
      const row = values.subarray(at * width, (at + 1) * width);
      const scores = all.subarray(at * outputs, (at + 1) * outputs);
      if (!scores.every(Number.isFinite)) {
        overflown.push({ place, ...OVERFLOWN });
        continue;
      }
      const pseudonym = pseudonyms?.[at];
      const start = pseudonym === undefined ? carried[at]! : show(pseudonym);
      written.push(`${start},${write(row, scores, 0, isNew[at]!)}${end}`);
      if (pseudonym !== undefined) {
        const answer = classes?.labels[classes.codeOf(scores, 0)] ?? scores[0]!;
        decisions.push({ pseudonym, answer });
      }
    }
    return {
      bytes: new TextEncoder().encode(written.join("")),
      scored: written.length,
      decisions: pseudonyms === undefined ? undefined : decisions,
      rejects: overflown.length === 0 ? rejects : inOrder([...rejects, ...overflown]),
      lines,
      read,
    };
  };
};

const OVERFLOWN = {
  column: "",
  reason: "SCORE_NOT_FINITE",
  expected: "features with which the model's arithmetic does not overflow",
};

const inOrder = (rejects: readonly Reject[]): readonly Reject[] =>
  rejects.toSorted((one, other) => one.place - other.place);
