import type { Monitoring } from "@despliega/storage";

import { dayBars } from "../charts/day-bars.js";
import type { Locale } from "../language/locale.js";
import type { Section } from "../section.js";

type Days = Monitoring["data"]["days"];

/** How many answers each day had, and what was not recorded or refused. */
export const volumeSection = ({ data }: Monitoring, { text, format }: Locale): Section => {
  const words = text.monitoring.volume;
  const { days, torn, otherFeatures, overridden = 0 } = data;
  const total = (of: (day: Days[number]) => number) => days.reduce((sum, day) => sum + of(day), 0);
  const answered = ({ answers, read }: Days[number]) => Math.max(answers, read);
  const some = [
    [words.dropped, total(({ dropped }) => dropped)],
    [words.torn, torn],
    [words.other, otherFeatures],
    [words.overridden, overridden],
    ...refusedOf(days).map(([code, n]) => [words.refused(code), n] as const),
  ] as const;
  return {
    heading: words.heading,
    reading: words.reading,
    ...(days.length === 0
      ? {}
      : {
          chart: {
            name: words.name(format.count(days.length), format.count(total(answered))),
            spec: dayBars(
              days.map((day) => ({ day: day.day, value: answered(day) })),
              words.axis,
            ),
          },
        }),
    table: {
      caption: words.caption,
      columns: [{ name: words.what }, { name: words.number, numeric: true }],
      rows: [
        [words.answers, format.count(total(answered))],
        [words.read, format.count(total(({ read }) => read))],
        ...some.filter(([, n]) => n > 0).map(([what, n]) => [what, format.count(n)]),
      ],
    },
  };
};

/** How many requests got each error, by the name of its code. */
const refusedOf = (days: Days): readonly (readonly [code: string, n: number])[] => {
  const counts = new Map<string, number>();
  for (const { refused } of days)
    for (const [code, n] of Object.entries(refused)) counts.set(code, (counts.get(code) ?? 0) + n);
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
};
