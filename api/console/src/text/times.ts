import type { Language } from "@despliega/storage/language";

/** How times are written in one language. */
export interface Times {
  /** A day and its time, in the reader's time zone. */
  readonly moment: (iso: string) => string;
  /** How long ago something was: "3 hours ago". */
  readonly ago: (seconds: number) => string;
}

const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** The times of a language. */
export const timesOf = (language: Language): Times => {
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  return {
    moment: (iso) => (Number.isNaN(Date.parse(iso)) ? iso : moment.format(new Date(iso))),
    ago: (seconds) => {
      const past = Math.max(0, seconds);
      const [unit, size] = STEPS.find(([, step]) => past >= step) ?? ["second", 1];
      return relative.format(-Math.floor(past / size), unit);
    },
  };
};

/** Seconds since a moment. */
export const secondsSince = (iso: string): number => (Date.now() - Date.parse(iso)) / 1_000;
