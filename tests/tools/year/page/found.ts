import { firstDayOf, isQuiet, MATURITY_DAYS, weekOf, type Plan } from "../plan.js";
import type { Week } from "../run/week.js";

/** What a year's verdicts found. Weeks are counted from the first one of a change: found in it is 1; undefined is never. */
export interface Found {
  readonly quiet: number;
  /** Quiet weeks with a verdict that something is wrong. */
  readonly alarms: number;
  readonly drift: number | undefined;
  readonly relation: number | undefined;
  readonly missing: number | undefined;
}

/** Within how many weeks each change must be found. */
export const WITHIN = { drift: 2, relation: 17, missing: 1 } as const;

const ALARMS: ReadonlySet<Week["verdict"]> = new Set(["drift", "lost", "fault"]);

/** Reads the verdicts of a year. */
export const foundIn = (plan: Plan, weeks: readonly Week[]): Found => {
  const quiet = weeks.filter(({ week }) => isQuiet(plan, week));
  const after = (start: number, verdict: Week["verdict"], possible = start): number | undefined => {
    const found = weeks.find((week) => week.week >= possible && week.verdict === verdict);
    return found === undefined ? undefined : found.week - start + 1;
  };
  // A loss that is told before any outcome of the relation counts is none of it.
  const known = weekOf(firstDayOf(plan.relation) + MATURITY_DAYS);
  return {
    quiet: quiet.length,
    alarms: quiet.filter(({ verdict }) => ALARMS.has(verdict)).length,
    drift: after(plan.drift, "drift"),
    relation: after(plan.relation, "lost", known),
    missing: after(plan.missing, "fault"),
  };
};

/** What the years of several seeds found together. */
export interface Together {
  readonly name: string;
  readonly target: string;
  readonly found: string;
  readonly met: boolean;
}

const SHARE_OF_SEEDS = 0.9;
const SHARE_OF_ALARMS = 0.05;

/** Holds the years of several seeds against what is promised of them. */
export const together = (years: readonly Found[]): readonly Together[] => {
  const seeds = years.length;
  const least = Math.ceil(SHARE_OF_SEEDS * seeds);
  const sum = (of: (found: Found) => number) => years.reduce((all, year) => all + of(year), 0);
  const [alarms, quiet] = [sum((year) => year.alarms), sum((year) => year.quiet)];
  const inTime = (name: string, of: keyof typeof WITHIN): Together => {
    const hits = years.filter((year) => (year[of] ?? Infinity) <= WITHIN[of]).length;
    const when = years.map((year) => year[of] ?? "never").join(", ");
    return {
      name,
      target: `within ${WITHIN[of]} in ${least} of ${seeds}`,
      found: `${hits} of ${seeds}; weeks: ${when}`,
      met: hits >= least,
    };
  };
  return [
    {
      name: "alarms in quiet weeks",
      target: `at most ${100 * SHARE_OF_ALARMS} %`,
      found: `${alarms} of ${quiet}`,
      met: alarms <= SHARE_OF_ALARMS * quiet,
    },
    inTime("the column that is missing", "missing"),
    inTime("other people who ask", "drift"),
    inTime("another relation", "relation"),
  ];
};
