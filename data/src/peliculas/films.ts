import { exponential } from "../exponential.js";
import { Random, type Chances } from "../random.js";
import { within } from "../within.js";
import { inventedName } from "../words.js";
import { drawTitle } from "./titles.js";

/** A film as it is; what each table knows of it is drawn later. */
export interface Film {
  readonly title: string;
  readonly year: number;
  readonly director: string;
  readonly genres: string;
  /** In minutes. */
  readonly duration: number;
  readonly aspectRatio: number;
  readonly likes: number;
  readonly score: number;
  readonly screens: number;
  /** In dollars, like the grosses. */
  readonly budget: number;
  readonly openingGross: number;
  readonly domesticGross: number;
  readonly worldwideGross: number;
}

const LAST_YEAR = 2016;

/** Share of the films that have an earlier number's title, in another year. */
const REMAKES = 0.04;

/** Share of the films that are discovered, or overlooked, everywhere but at home. */
const SURPRISES = 0.03;

const ASPECT_RATIOS: Chances<number> = [
  [2.35, 0.5],
  [1.85, 0.39],
  [1.78, 0.04],
  [1.66, 0.02],
  [1.37, 0.02],
  [1.33, 0.014],
  [2.39, 0.012],
  // A ratio of 16 to 9, entered wrongly.
  [16, 0.004],
];
const GENRES: Chances<string> = [
  ["Drama", 0.3],
  ["Comedy", 0.2],
  ["Action|Adventure", 0.17],
  ["Comedy|Romance", 0.12],
  ["Horror|Thriller", 0.11],
  ["Crime|Drama|Thriller", 0.07],
  ["Animation|Family", 0.03],
];

/** A positive number around a median; its logarithm has the standard deviation `spread`. */
const lognormal = (median: number, spread: number, random: Random): number =>
  median * exponential(spread * random.normal());

const drawName = (random: Random) => ({
  title: drawTitle(random),
  year: LAST_YEAR - Math.floor(36 * random.uniform() * random.uniform()),
});

/** Draws a film; the seed and its number alone decide which one it is. */
export const drawFilm = (seed: number, number: number): Film => {
  const random = new Random(seed, number);
  const own = drawName(random);
  const remake = random.chance(REMAKES);
  const model = drawName(new Random(seed, random.below(number + 1)));
  const title = remake && model.year !== own.year ? model.title : own.title;

  const money = random.normal();
  const budget = within(Math.round(220 * exponential(1.25 * money)), 1, 3500) * 1e5;
  const score = within(6.4 + 1.05 * random.normal() - 0.35 * random.skewed() + 0.3, 1.6, 9.3);
  const quality = score - 6.4;
  const fame = random.normal() + 0.5 * money;
  const wide = random.chance(within(0.62 + 0.25 * money + 0.05 * fame, 0.04, 0.99));

  const screens = wide
    ? within(2300 + 550 * money + 500 * random.normal(), 600, 4500)
    : within(lognormal(18, 1.2, random), 1, 590);
  const perScreen = (wide ? 4200 : 9000) * exponential(0.16 * quality + 0.12 * fame + 0.15 * money);
  const openingGross = screens * lognormal(perScreen, 0.6, random);
  const legs = wide
    ? lognormal(2.7, 0.45, random) * exponential(0.18 * quality)
    : lognormal(7, 0.7, random) * exponential(0.3 * quality);
  const domesticGross = openingGross * Math.max(1, legs);
  const abroad =
    lognormal(0.75, 0.55, random) * exponential(0.35 * money + 0.02 * (own.year - 2005));
  const surprise = random.chance(SURPRISES) ? lognormal(1, 1.2, random) : 1;
  return {
    ...own,
    title,
    director: `${inventedName(random)} ${inventedName(random)}`,
    genres: random.oneOf(GENRES),
    duration: Math.round(within(106 + 8 * money + 16 * random.normal() + 6 * quality, 62, 330)),
    aspectRatio: random.oneOf(ASPECT_RATIOS),
    likes: Math.round(lognormal(3200, 1.2, random) * exponential(0.7 * fame)),
    score: Math.round(10 * score) / 10,
    budget,
    screens: Math.round(screens),
    openingGross: Math.round(openingGross),
    domesticGross: Math.round(domesticGross),
    worldwideGross: Math.round(domesticGross * (1 + abroad * surprise)),
  };
};
