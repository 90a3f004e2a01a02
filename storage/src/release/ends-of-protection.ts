import type { Champion, Named } from "./champion.js";
import { unitOf } from "./unit.js";

/** Every move of a pointer: the ledger lacks the last one when that was interrupted before its record. */
export const movesOf = (
  ledger: readonly Champion[],
  champion: Champion | undefined,
): Champion[] => [
  ...ledger,
  ...(champion !== undefined && champion.sequence > (ledger.at(-1)?.sequence ?? 0)
    ? [champion]
    : []),
];

/**
 * The time at which each version and edition last answered, or was the predecessor. A move has the time of its actor's
 * clock, which may be slow. By the store's clock, a move is later than the manifests of its release and edition and of all
 * earlier ones.
 */
export const endsOfProtection = (
  moves: readonly Champion[],
  published: (unit: string) => number,
): ReadonlyMap<string, number> => {
  const ends = new Map<string, number>();
  let before: Champion | undefined;
  let latest = -Infinity;
  for (const move of moves) {
    latest = Math.max(latest, ...unitsOf(move).map(published));
    const at = Math.max(latest, Date.parse(move.at));
    for (const position of [before, before?.previous])
      for (const unit of unitsOf(position)) ends.set(unit, at);
    before = move;
  }
  return ends;
};

const unitsOf = (position: Named | null | undefined): string[] => {
  if (position === undefined || position === null) return [];
  const { version, edition } = position;
  return [version, ...(edition === undefined ? [] : [unitOf(version, edition.name)])];
};
