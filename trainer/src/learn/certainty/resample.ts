import { drawStream } from "../../estimators/draw.js";

type Metrics = Readonly<Record<string, number>>;

/** Measures observations, each counted as often as its entity was drawn. */
export type Measure = (drawn: Uint32Array) => Metrics;

/** How far a metric of one draw of entities is from that of all, on average, and how far draws are from each other. */
export interface Spread {
  readonly bias: number;
  readonly deviation: number;
}

/** Draws that differ by less, as a share of the metric, differ in rounding only. */
const ROUNDING = 1e-12;

/** All draws agree. */
const NONE: Spread = { bias: 0, deviation: 0 };

/** Draws of the entities; the deviation of so many is known to about 5 %. */
const DRAWS = 200;

/**
 * Draws as many entities as there are, with replacement, again and again, and measures each draw. Observations of one
 * entity stay together, since they are alike. (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993.)
 *
 * @param count of the entities
 * @returns the spread of every metric that two draws at least can be measured by; none of a single entity
 */
export const resample = (count: number, measure: Measure): ReadonlyMap<string, Spread> => {
  const drawn = new Uint32Array(count).fill(1);
  const whole = measure(drawn);
  const found = new Map<string, number[]>(Object.keys(whole).map((metric) => [metric, []]));
  for (let nth = 0; nth < DRAWS; nth++) {
    const draw = drawStream(0, nth);
    drawn.fill(0);
    for (let i = 0; i < count; i++) drawn[draw(count)]!++;
    for (const [metric, value] of Object.entries(measure(drawn)))
      if (Number.isFinite(value)) found.get(metric)?.push(value);
  }
  const spreads = new Map<string, Spread>();
  for (const [metric, values] of found) {
    if (count < 2 || values.length < 2) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / (values.length - 1));
    const isRounding = deviation <= ROUNDING * Math.abs(mean);
    spreads.set(metric, isRounding ? NONE : { bias: mean - whole[metric]!, deviation });
  }
  return spreads;
};
