import { exponential } from "../exponential.js";
import type { Random } from "../random.js";
import type { Patient } from "./patients.js";

/** How a patient's time in the study ends. */
export interface Course {
  /** Days until the event, or until the patient was last seen. */
  readonly days: number;
  readonly event: boolean;
  /** Left the treatment early. */
  readonly leftTreatment: boolean;
}

/** Events that a patient with the typical value of everything is to expect within the first thousand days. */
const BASE_HAZARD = 0.19;

/** Share of the patients who are last seen long before the study ends. */
const LOST = 0.1;

/** Events are looked for until this day. */
const LAST_LOOK = 1040;

const hazard = (patient: Patient, random: Random): number => {
  const { cd4, cd4Later, cd8Later, treatment, symptoms, karnofsky, age, daysBefore } = patient;
  const poorly =
    2.2 * (1 - cd4Later / 350) +
    0.3 * (1 - cd4 / 350) +
    0.15 * (cd8Later / 900 - 1) +
    (treatment === 0 ? 0.45 : 0) +
    (symptoms ? 0.35 : 0) +
    0.02 * (95 - karnofsky) +
    0.012 * (age - 35) +
    (daysBefore > 365 ? 0.2 : 0) +
    // The influence of what no column contains.
    0.4 * random.normal();
  return BASE_HAZARD * exponential(poorly);
};

/** Draws when the event would come, when the patient is last seen otherwise, and which of the two is first. */
export const drawCourse = (patient: Patient, random: Random): Course => {
  const event = Math.round(15 + 1000 * Math.sqrt(random.skewed() / hazard(patient, random)));
  const lost = random.chance(LOST);
  const lastSeen = lost ? 60 + random.below(810) : 900 + random.below(332);
  const happened = event <= lastSeen && event < LAST_LOOK;
  return {
    days: happened ? event : lastSeen,
    event: happened,
    leftTreatment: random.chance(lost ? 0.92 : happened ? 0.44 : 0.24),
  };
};
