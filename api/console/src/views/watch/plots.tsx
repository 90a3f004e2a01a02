import type { JSX } from "preact";

import type { Monitoring } from "../../api/about-types.js";
import { Dots } from "../../charts/dots.js";
import { pathOf, Plot } from "../../charts/plot.js";
import { ticksOf } from "../../charts/ticks.js";
import { metricText } from "../../parts/metric.js";
import { useWords } from "../../text/words.js";

/** Answers of each day. */
export const DayBars = ({ days }: Monitoring["data"]): JSX.Element | null => {
  const { text, format } = useWords();
  if (days.length === 0) return null;
  const counts = days.map(({ answers }) => answers);
  const most = Math.max(...counts, 1);
  return (
    <section class="panel">
      <h2>{text.watch.answers}</h2>
      <Plot
        name={text.watch.answersName(format.count(Math.min(...counts)), format.count(most))}
        x={{
          ...{ from: -0.5, to: days.length - 0.5, ticks: days.map((_, i) => i) },
          write: (i) => days[i]!.day.slice(5),
          title: text.watch.day,
        }}
        y={{ from: 0, to: most, ticks: ticksOf(0, most, 4), write: format.count, title: "" }}
      >
        {({ x, y, bottom }) =>
          days.map(({ day, answers }, i) => (
            <rect
              key={day}
              class="first"
              x={x(i - 0.38)}
              width={Math.max(1, x(0.38) - x(-0.38))}
              y={y(answers)}
              height={bottom - y(answers)}
            />
          ))
        }
      </Plot>
    </section>
  );
};

interface WeekFiguresProps {
  readonly performance: NonNullable<Monitoring["performance"]>;
}

/** The metric that tells whether performance was lost, week by week, beside the release's own. */
export const WeekFigures = ({ performance }: WeekFiguresProps): JSX.Element | null => {
  const words = useWords();
  const { text } = words;
  const { loss, weeks } = performance;
  const metric = loss?.metric ?? Object.keys(weeks[0]?.figures ?? {})[0];
  const known = weeks.flatMap(({ from, figures }) => {
    const figure = metric === undefined ? undefined : figures[metric];
    return figure === undefined ? [] : [{ from, ...figure }];
  });
  if (metric === undefined || known.length === 0) return null;
  const { label, write } = metricText(metric, words);
  const reference = loss?.reference.value;
  const all = [
    ...known.flatMap(({ value, interval }) => [value, ...(interval ?? [])]),
    ...(reference === undefined ? [] : [reference]),
  ];
  const room = (Math.max(...all) - Math.min(...all)) * 0.1 || 0.1;
  const [least, most] = [Math.min(...all) - room, Math.max(...all) + room];
  return (
    <section class="panel">
      <h2>{text.watch.performance(label)}</h2>
      <p class="soft">{text.watch.performanceReading}</p>
      <Plot
        name={known.map(({ from, value }) => `${from}: ${write(value)}`).join(", ")}
        x={{
          ...{ from: -0.5, to: known.length - 0.5, ticks: known.map((_, i) => i) },
          write: (i) => known[i]!.from.slice(5),
          title: text.watch.week,
        }}
        y={{ from: least, to: most, ticks: ticksOf(least, most, 4), write, title: "" }}
      >
        {(scales) => (
          <>
            {reference !== undefined && (
              <>
                <path
                  class="guide"
                  d={pathOf(
                    [
                      [-0.5, reference],
                      [known.length - 0.5, reference],
                    ],
                    scales,
                  )}
                />
                <text
                  class="tick"
                  x={scales.right - 4}
                  y={scales.y(reference) - 6}
                  text-anchor="end"
                >
                  {`${write(reference)} ${text.watch.atRelease}`}
                </text>
              </>
            )}
            <Dots
              scales={scales}
              dots={known.map(({ value, interval }, i) => ({ x: i, y: value, ends: interval }))}
            />
          </>
        )}
      </Plot>
    </section>
  );
};
