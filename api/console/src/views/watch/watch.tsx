import type { JSX } from "preact";

import type { ModelMonitor, Monitoring } from "../../api/about-types.js";
import type { ModelDescription } from "../../api/types.js";
import { urls } from "../../api/urls.js";
import { Asked } from "../../parts/asked.js";
import { TONES } from "../../parts/verdict-badge.js";
import { Scroll } from "../../parts/scroll.js";
import { useWords } from "../../text/words.js";
import { DriftedFeatures } from "./drift.js";
import { DayBars, WeekFigures } from "./plots.js";
import { TableHead } from "../../parts/table-head.js";

const SECONDS = 60;

/** What the monitor found of a model's answers. */
export const WatchView = ({ model }: { readonly model: ModelDescription }): JSX.Element => {
  const { text } = useWords();
  return (
    <Asked<ModelMonitor> url={urls.monitor(model.model)} seconds={SECONDS}>
      {({ newest, verdicts }) =>
        newest === null ? (
          <p class="note">
            {text.watch.none} <code>npx despliega monitor {model.model}</code>
          </p>
        ) : (
          <div class="stack">
            <Newest newest={newest} />
            <div class="pair">
              <DayBars days={newest.data.days} />
              {newest.performance !== undefined && <WeekFigures performance={newest.performance} />}
            </div>
            <DriftedFeatures features={newest.drift.features} />
            <History verdicts={verdicts} />
          </div>
        )
      }
    </Asked>
  );
};

const Newest = ({ newest }: { readonly newest: Monitoring }): JSX.Element => {
  const { text, format } = useWords();
  const { from, to, answers } = newest.window;
  return (
    <section class="panel">
      <h2>{text.watch.newest}</h2>
      <p class="badge-line">
        <span class={`badge ${TONES[newest.verdict]}`}>{text.home.verdict[newest.verdict]}</span>
        <span class="soft">{text.watch.window(from, to, format.count(answers))}</span>
      </p>
      <ul class="reasons">
        {newest.reasons.map(({ text: reason, cure }) => (
          <li key={reason}>
            {reason}
            <span class="soft"> {cure}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};

const History = ({ verdicts }: Pick<ModelMonitor, "verdicts">): JSX.Element => {
  const { text, format } = useWords();
  const words = text.watch;
  return (
    <section class="panel">
      <h2>{words.history}</h2>
      <Scroll name={words.history}>
        <table>
          <TableHead
            columns={[words.period, words.verdict, [words.count, "numeric"], words.driftedFeatures]}
          />
          <tbody>
            {verdicts.map(({ id, from, to, verdict, answers, drifted }) => (
              <tr key={id}>
                <th scope="row">
                  {from} – {to}
                </th>
                <td>
                  <span class={`badge ${TONES[verdict]}`}>{text.home.verdict[verdict]}</span>
                </td>
                <td class="numeric">{format.count(answers)}</td>
                <td class="soft">{drifted.length === 0 ? words.nothing : drifted.join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
};
