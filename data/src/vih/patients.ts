import { exponential } from "../exponential.js";
import type { Chances, Random } from "../random.js";
import { within } from "../within.js";

/** What is known of a patient on the day on which the treatment begins, and twenty weeks later. */
export interface Patient {
  /** 0 for zidovudine alone, 1 to 3 for the other three treatments. */
  readonly treatment: number;
  readonly age: number;
  readonly weight: number;
  readonly male: boolean;
  readonly hemophilia: boolean;
  readonly homosexual: boolean;
  readonly drugs: boolean;
  readonly karnofsky: number;
  readonly nonWhite: boolean;
  readonly symptoms: boolean;
  /** Days of earlier treatment; 0 for those without any. */
  readonly daysBefore: number;
  readonly zidovudineLately: boolean;
  readonly otherBefore: boolean;
  readonly cd4: number;
  readonly cd8: number;
  readonly cd4Later: number;
  readonly cd8Later: number;
}

const KARNOFSKY: Chances<number> = [
  [100, 0.59],
  [90, 0.37],
  [80, 0.035],
  [70, 0.005],
];

/** Days of earlier treatment: none for four in ten, else up to a year or far more. */
const drawDaysBefore = (random: Random): number => {
  const kind = random.uniform();
  if (kind < 0.41) return 0;
  if (kind < 0.6) return 8 + random.below(357);
  return Math.round(within(520 + 350 * random.skewed(), 366, 2600));
};

/** Draws a patient from the first day to the twentieth week. */
export const drawPatient = (random: Random): Patient => {
  const male = random.chance(0.83);
  const homosexual = random.chance(male ? 0.79 : 0.03);
  const hemophilia = random.chance(male ? (homosexual ? 0.01 : 0.44) : 0.02);
  const age = within(
    35 + (hemophilia ? -6 : 0) + 6 * random.normal() + 4 * random.skewed() - 3.5,
    13,
    72,
  );
  const daysBefore = drawDaysBefore(random);
  const treated = daysBefore > 0;
  const symptoms = random.chance(0.17);
  const treatment = random.below(4);

  const cd4 = within(340 * exponential(0.33 * random.normal() - (treated ? 0.05 : 0)), 60, 1200);
  const cd8 = within(890 * exponential(0.45 * random.normal()), 150, 5000);
  const gained = (treatment > 0 ? 0.12 : -0.06) - (treated ? 0.1 : -0.03) - (symptoms ? 0.06 : 0);
  return {
    treatment,
    age: Math.round(age),
    weight: within(61 + (male ? 8 : 0) + 8 * random.skewed() + 9 * random.normal(), 38, 165),
    male,
    hemophilia,
    homosexual,
    drugs: random.chance(homosexual ? 0.08 : 0.23),
    karnofsky: random.oneOf(KARNOFSKY),
    nonWhite: random.chance(homosexual ? 0.19 : 0.48),
    symptoms,
    daysBefore,
    zidovudineLately: random.chance(treated ? 0.93 : 0.015),
    otherBefore: random.chance(treated ? 0.037 : 0),
    cd4: Math.round(cd4),
    cd8: Math.round(cd8),
    cd4Later: Math.round(within(cd4 * exponential(gained + 0.22 * random.normal()), 30, 1400)),
    cd8Later: Math.round(within(cd8 * exponential(0.27 * random.normal() - 0.04), 120, 5500)),
  };
};
