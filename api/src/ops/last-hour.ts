const MINUTES = 60;
const MS_A_MINUTE = 60_000;

/** Counts of the last 60 minutes. */
export interface LastHour {
  readonly count: () => void;
  /** Oldest first; the last one is of the present minute. */
  readonly minutes: () => readonly number[];
}

/** Counts by minute, on a clock that never goes back. */
export const lastHour = (now: () => number = () => performance.now()): LastHour => {
  const counts = new Float64Array(MINUTES);
  let present = Math.floor(now() / MS_A_MINUTE);
  const move = (): void => {
    const minute = Math.floor(now() / MS_A_MINUTE);
    if (minute === present) return;
    for (let i = Math.max(present + 1, minute - MINUTES + 1); i <= minute; i++)
      counts[i % MINUTES] = 0;
    present = minute;
  };
  return {
    count() {
      move();
      counts[present % MINUTES]!++;
    },
    minutes() {
      move();
      return Array.from({ length: MINUTES }, (_, i) => counts[(present + 1 + i) % MINUTES]!);
    },
  };
};
