import { FIRST_DAY, LAST_DAY, YEAR } from "./calendar.js";
import type { Chances, Random } from "../random.js";

/** No user has more loans than this. */
export const MOST_LOANS = 60;

/** A generated person: what is written in each of their rows, and what only the generator knows. */
export interface User {
  readonly id: number;
  readonly gender: "F" | "M";
  readonly ownsCar: boolean;
  readonly ownsRealty: boolean;
  readonly children: number;
  readonly familyMembers: number;
  readonly income: number;
  readonly incomeType: string;
  readonly education: string;
  readonly familyStatus: string;
  readonly housing: string;
  readonly occupation: string | undefined;
  readonly workPhone: boolean;
  readonly phone: boolean;
  readonly email: boolean;
  /** Days since 1970-01-01, like the two below. */
  readonly birthday: number;
  /** Never later than the first loan; undefined for pensioners. */
  readonly jobStart: number | undefined;
  /** No loan is earlier than this. */
  readonly customerSince: number;
  /** What the user borrows at a time, on average. */
  readonly usualAmount: number;
  /** Log-odds of default that no column explains. */
  readonly hiddenRisk: number;
}

const INCOME_TYPES: Chances<string> = [
  ["Working", 0.62],
  ["Commercial associate", 0.28],
  ["State servant", 0.0995],
  ["Student", 0.0005],
];
const EDUCATIONS: Chances<string> = [
  ["Secondary / secondary special", 0.68],
  ["Higher education", 0.27],
  ["Incomplete higher", 0.037],
  ["Lower secondary", 0.012],
  ["Academic degree", 0.001],
];
const FAMILY_STATUSES: Chances<string> = [
  ["Married", 0.69],
  ["Single / not married", 0.13],
  ["Civil marriage", 0.08],
  ["Separated", 0.06],
  ["Widow", 0.04],
];
const HOUSINGS: Chances<string> = [
  ["House / apartment", 0.89],
  ["With parents", 0.05],
  ["Municipal apartment", 0.03],
  ["Rented apartment", 0.016],
  ["Office apartment", 0.008],
  ["Co-op apartment", 0.006],
];
const OCCUPATIONS: Chances<string> = [
  ["Laborers", 0.25],
  ["Core staff", 0.15],
  ["Sales staff", 0.14],
  ["Managers", 0.12],
  ["Drivers", 0.09],
  ["High skill tech staff", 0.06],
  ["Accountants", 0.05],
  ["Medicine staff", 0.05],
  ["Cooking staff", 0.03],
  ["Security staff", 0.02],
  ["Cleaning staff", 0.02],
  ["Private service staff", 0.01],
  ["Secretaries", 0.005],
  ["HR staff", 0.005],
];
const CHILDREN: Chances<number> = [
  [0, 0.69],
  [1, 0.2],
  [2, 0.095],
  [3, 0.015],
];

/** The id of a user: one of four numbers that belong to this user alone, so that ids ascend with gaps. */
export const userId = (number: number, random: Random): number =>
  5_008_804 + 4 * number + random.below(4);

/** How many loans a user takes, from 1 to {@link MOST_LOANS}: 21.3 on average, many users with few. */
export const loanCount = (random: Random): number =>
  1 + Math.floor(MOST_LOANS * random.uniform() ** 1.883);

/** Draws the rest of a user after {@link userId} and {@link loanCount}, from the same stream. */
export const drawUser = (id: number, random: Random): User => {
  const gender = random.chance(0.67) ? "F" : "M";
  const education = random.oneOf(EDUCATIONS);
  const familyStatus = random.oneOf(FAMILY_STATUSES);
  const couple = familyStatus === "Married" || familyStatus === "Civil marriage";

  const earliness = random.uniform();
  const customerSince = FIRST_DAY + Math.floor((LAST_DAY - FIRST_DAY) * 0.9 * earliness ** 3);
  const ageThen = 21 + 47 * ((random.uniform() + random.uniform()) / 2);
  const birthday = customerSince - Math.ceil(ageThen * YEAR);
  const retired = random.chance(ageThen > 60 ? 0.95 : ageThen > 52 ? 0.45 : 0.01);
  const yearsOnTheJob = Math.min(7 * random.skewed(), ageThen - 18);
  const children = ageThen > 55 ? 0 : random.oneOf(CHILDREN);

  const wealth = random.skewed() * (education === "Higher education" ? 1.3 : 0.9);
  const incomeSteps = Math.max(6, Math.round(40 * (0.25 + 0.75 * wealth)));
  return {
    id,
    gender,
    ownsCar: random.chance(gender === "M" ? 0.55 : 0.3),
    ownsRealty: random.chance(0.67),
    children,
    familyMembers: children + (couple ? 2 : 1),
    income: 4500 * incomeSteps,
    incomeType: retired ? "Pensioner" : random.oneOf(INCOME_TYPES),
    education,
    familyStatus,
    housing: random.oneOf(HOUSINGS),
    occupation: retired || random.chance(0.17) ? undefined : random.oneOf(OCCUPATIONS),
    workPhone: random.chance(0.22),
    phone: random.chance(0.29),
    email: random.chance(0.09),
    birthday,
    jobStart: retired ? undefined : customerSince - Math.ceil(yearsOnTheJob * YEAR),
    customerSince,
    usualAmount: 136 * (0.55 + 0.0025 * incomeSteps + 0.35 * random.skewed()),
    hiddenRisk: 0.4 * random.normal(),
  };
};
