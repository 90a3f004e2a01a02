import type { Dialect } from "../engine/dialect.js";
import { literal } from "../engine/sql.js";

/**
 * What random splits depend on, as a release records it. Older releases, which depended on the key of an observation,
 * record nothing.
 */
export const DRAWN_BY = "entity";

/**
 * SQL of what a seed draws for an entity: 32 hexadecimal digits that follow from the seed and the entity alone, and are
 * spread evenly. No other row changes them.
 *
 * @param entity SQL of the entity
 */
export const drawnFor = ({ cast }: Dialect, entity: string, seed: string): string =>
  `md5(${literal(`${seed} `)} || ${cast(entity, "text")})`;

/**
 * SQL that is true of the entities that draw lowest: about `share` of all possible entities.
 *
 * @param share at least 0 and below 1, rounded to 48 bits
 */
export const drawnBelow = (
  dialect: Dialect,
  entity: string,
  seed: string,
  share: number,
): string => {
  const digits = Math.round(share * 2 ** 48).toString(16);
  return `${drawnFor(dialect, entity, seed)} < ${literal(digits.padStart(12, "0"))}`;
};

/** The seed of a split as text. No other draw begins with it. */
export const splitSeed = (seed: number): string => `split ${seed}`;
