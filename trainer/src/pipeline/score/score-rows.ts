import { answeredNames, classAnswers, loadScorer } from "@despliega/storage";

import { answerColumns } from "./answer-columns.js";
import type {
  BatchDecision,
  BatchModel,
  BatchRows,
  PeopleOfBatch,
  Reject,
  ScoredBlock,
} from "./job.js";

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
  const people = model.people && namesOf(model.people, manifest.model);
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
      const start = pseudonym === undefined ? carried[at]! : people!.show(pseudonym);
      written.push(`${start},${write(row, scores, 0, isNew[at]!)}${end}`);
      if (pseudonym !== undefined) {
        const answer = classes?.labels[classes.codeOf(scores, 0)] ?? scores[0]!;
        decisions.push({ pseudonym: people!.record(pseudonym), answer });
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

/** What the output calls people, and what the audit calls them, by their pseudonyms in the training table. */
const namesOf = ({ key, caller }: PeopleOfBatch, model: string) => {
  const { pseudonym, handle } = answeredNames(key, model);
  const show = caller === undefined ? pseudonym : (of: string) => handle(of, caller);
  return { show, record: pseudonym };
};

const OVERFLOWN = {
  column: "",
  reason: "SCORE_NOT_FINITE",
  expected: "features with which the model's arithmetic does not overflow",
};

const inOrder = (rejects: readonly Reject[]): readonly Reject[] =>
  rejects.toSorted((one, other) => one.place - other.place);
