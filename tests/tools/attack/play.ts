import { ATTACKS } from "./attacks.js";
import type { Extent } from "./lib/attack.js";
import type { Played } from "./lib/attack-table.js";
import { withField } from "./lib/field.js";

/**
 * Plays attacks one after the other, each against servers of its own.
 *
 * @param say prints the progress
 */
export const playAll = (
  names: readonly string[],
  extent: Extent,
  say: (line: string) => void,
): Promise<readonly Played[]> =>
  withField(async (during) => {
    const played: Played[] = [];
    for (const name of names) {
      const attack = ATTACKS[name]!;
      const started = performance.now();
      const outcome = await during((field) => attack.play(field, extent));
      const seconds = (performance.now() - started) / 1_000;
      played.push({ ...outcome, name, attack, seconds });
      say(
        `${name}: ${outcome.tries} tries, ${outcome.successes.length} won, ${seconds.toFixed(1)} s`,
      );
    }
    return played;
  });
