import type { Dialect } from "../engine/dialect.js";
import { literal } from "../engine/sql.js";

/** How chance is drawn, as a release records it; releases from before that drew by an observation's key record nothing. */
export const DRAWN_BY = "entity";

/**
 * SQL of what a seed draws for an entity: 32 hexadecimal digits that follow from the seed and the entity alone, and are
 * spread evenly. No row has a say in what another entity draws.
 *
 * @param entity SQL of the entity
 */
export const drawnFor = ({ cast }: Dialect, entity: string, seed: string): string =>
  `md5(${literal(`${seed} `)} || ${cast(entity, "text")})`;

/**
 * SQL that is true of the entities that draw lowest: about `share` of all that there could be.
 *
 * @param share from 0 up to, but not including, 1; it is kept to 48 bits
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

/** The seed of a split as text, which no other draw begins with. */
export const splitSeed = (seed: number): string => `split ${seed}`;
