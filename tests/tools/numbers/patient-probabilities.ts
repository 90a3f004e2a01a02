import type { ClassificationEvaluation } from "@despliega/trainer/evaluate/evaluation.js";

import { vih } from "../../support/models.js";
import { trainOn, type Generated } from "./lib/train-on.js";
import type { Simulation } from "./simulation.js";

const ROUNDS = { long: 20, short: 1 };

/** What vih calls a probability, held against what happened to patients that it did not learn from. */
export const patientProbabilities: Simulation = {
  name: "patient-probabilities",
  claim: "Probabilities of vih come true as often as they say.",
  rounds: ROUNDS,
  run: async (rounds, seed, tell) => {
    // In few rounds boosting, which is fast, is the only candidate.
    const isShort = rounds < ROUNDS.long;
    const model = isShort ? { ...vih, estimators: [BOOSTING] as const } : vih;
    const studies: ClassificationEvaluation[] = [];
    for (let round = 0; round < rounds; round++) {
      studies.push((await trainOn(model, studyOf(seed + round))) as ClassificationEvaluation);
      tell(`study ${round + 1} of ${rounds}`);
    }
    const tenths = studies.flatMap(({ calibration }) => calibration);
    const held = tenths.filter(
      ({ predicted, lower, upper }) => lower <= predicted && predicted <= upper,
    ).length;
    // Of few tenths more may be outside by chance.
    const chance = isShort ? 2 * Math.sqrt(tenths.length * 0.05 * 0.95) : 0;
    return [
      {
        what: "tenths of the test patients whose 95 % interval of the share infected holds the mean probability",
        target: "at least 90 %",
        found: `${held} of ${tenths.length}`,
        met: held + chance >= 0.9 * tenths.length,
      },
    ];
  },
};

const BOOSTING = vih.estimators.find(({ kind }) => kind === "boosting")!;

const studyOf = (seed: number): Generated => ({
  options: ["--patients", "2000", "--seed", `${seed}`],
  fileOf: (out) => out,
});
