import type { JSX } from "preact";

import type { Ends } from "../../api/about-types.js";
import type { Gate } from "../../api/types.js";
import { metricText } from "../../parts/metric.js";
import { Scroll } from "../../parts/scroll.js";
import { useWords } from "../../text/words.js";
import { TableHead } from "../../parts/table-head.js";

interface MetricsTableProps {
  readonly metrics: Readonly<Record<string, number>>;
  readonly intervals: Readonly<Record<string, Ends>>;
}

/** Every metric with its interval and its meaning. */
export const MetricsTable = ({ metrics, intervals }: MetricsTableProps): JSX.Element => {
  const words = useWords();
  const { quality } = words.text;
  return (
    <Scroll name={quality.metrics}>
      <table class="metrics">
        <TableHead
          columns={[
            quality.metric,
            [quality.value, "numeric"],
            [quality.interval, "numeric"],
            [quality.meaning, "wide-only"],
          ]}
        />
        <tbody>
          {Object.entries(metrics).map(([name, value]) => {
            const { label, meaning, write } = metricText(name, words);
            const ends = intervals[name];
            return (
              <tr key={name}>
                <th scope="row">{label}</th>
                <td class="numeric strong">{write(value)}</td>
                <td class="numeric soft">
                  {ends && words.text.home.interval(write(ends[0]), write(ends[1]))}
                </td>
                <td class="soft wide-only">{meaning}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
};

/** The checks that a release had to pass. */
export const ChecksTable = ({ gates }: { readonly gates: readonly Gate[] }): JSX.Element => {
  const words = useWords();
  const { quality } = words.text;
  return (
    <section class="panel">
      <h2>{quality.checks}</h2>
      <p class="soft">{quality.checksReading}</p>
      <Scroll name={quality.checks}>
        <table>
          <TableHead
            columns={[quality.check, [quality.value, "numeric"], [quality.found, "numeric"]]}
          />
          <tbody>
            {gates.map(({ rule, passed, value, metric = "" }) => (
              <tr key={rule}>
                <th scope="row">
                  <code>{rule}</code>
                </th>
                <td class="numeric">
                  {value !== undefined && metricText(metric, words).write(value)}
                </td>
                <td class="numeric">
                  <span class={`badge ${passed ? "good" : "bad"}`}>
                    {passed ? quality.passed : quality.failed}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
};
