/** Counts the people that each caller asks about, and says who asks about too many. */
export interface SubjectLimit {
  /**
   * Counts people, all of them or none.
   *
   * @param people their pseudonyms in the training table
   * @param now milliseconds of a clock that never goes back, such as `performance.now()`
   * @returns undefined where the caller may ask about them; else the seconds after which that may be so
   */
  (caller: string, people: readonly string[], now: number): number | undefined;
}

const HOUR_MS = 3_600_000;

/** People that are remembered of all callers together, which bounds the memory to some 45 MB. */
export const MAX_REMEMBERED = 1_000_000;

/** Bits of a pseudonym's digest that stand for it: as many as a number holds. */
const DIGITS = 13;

/**
 * Makes a limit on the different people that a caller asked about within the last hour. A person who is asked about again
 * counts once, from the last time on. A full table refuses whom it cannot remember.
 *
 * @param limit 0: none
 * @param most that are remembered. Default: {@link MAX_REMEMBERED}
 */
export const createSubjectLimit = (limit: number, most = MAX_REMEMBERED): SubjectLimit => {
  // Both maps are in the order of the last question, so that the oldest come first.
  const callers = new Map<string, Map<number, number>>();
  let remembered = 0;

  const dropAged = (asked: Map<number, number>, now: number): void => {
    for (const [person, at] of asked) {
      if (now - at < HOUR_MS) return;
      asked.delete(person);
      remembered--;
    }
  };

  /** @param everybody whether to look on behind the first caller whose people are remembered */
  const dropIdle = (now: number, everybody: boolean): void => {
    for (const [caller, asked] of callers) {
      dropAged(asked, now);
      if (asked.size === 0) callers.delete(caller);
      else if (!everybody) return;
    }
  };

  const take = (asked: Map<number, number>, people: ReadonlySet<number>, now: number): void => {
    remembered -= asked.size;
    for (const person of people) {
      asked.delete(person);
      asked.set(person, now);
    }
    remembered += asked.size;
  };

  return (caller, people, now) => {
    if (limit === 0 || people.length === 0) return undefined;
    dropIdle(now, false);
    const asked = callers.get(caller) ?? new Map<number, number>();
    dropAged(asked, now);
    const wanted = new Set(people.map(numberOf));
    const fresh = [...wanted].filter((person) => !asked.has(person)).length;
    const over = asked.size + fresh - limit;
    if (over > 0) return secondsUntil(asked, over, now);
    if (remembered + fresh > most) dropIdle(now, true);
    if (remembered + fresh > most) return HOUR_MS / 1_000;
    take(asked, wanted, now);
    callers.delete(caller);
    callers.set(caller, asked);
    return undefined;
  };
};

/** The seconds until so many of the oldest have aged; an hour where that is not enough. */
const secondsUntil = (asked: ReadonlyMap<number, number>, over: number, now: number): number => {
  const at = [...asked.values()][over - 1] ?? now;
  return Math.ceil((at + HOUR_MS - now) / 1_000);
};

const numberOf = (pseudonym: string): number => Number.parseInt(pseudonym.slice(-DIGITS), 16);
