import type { JSX } from "preact";

import type { DetailedAnswer, ModelDescription, Value } from "../../api/types.js";
import { useWords } from "../../text/words.js";
import type { Body } from "./asked.js";

interface ContributionsViewProps {
  readonly model: ModelDescription;
  readonly answer: DetailedAnswer;
  readonly row: Body;
}

/** What each feature adds to the model's sum, the strongest first, as a table with bars. */
export const ContributionsView = ({ model, answer, row }: ContributionsViewProps): JSX.Element => {
  const { text, format } = useWords();
  const moved = Object.entries(answer.contribuciones).sort(
    ([, one], [, other]) => Math.abs(other) - Math.abs(one),
  );
  const most = Math.max(...moved.map(([, by]) => Math.abs(by)), Number.MIN_VALUE);
  const meaning = new Map(model.features.map(({ name, description }) => [name, description]));
  return (
    <>
      <h3>{text.tryIt.contributions}</h3>
      <p class="soft">{text.tryIt.contributionsReading}</p>
      <table class="contributions">
        <thead>
          <tr>
            <th scope="col">{text.tryIt.feature}</th>
            <th scope="col" colSpan={2} class="numeric">
              {text.tryIt.contribution}
            </th>
          </tr>
        </thead>
        <tbody>
          {moved.map(([name, by]) => (
            <tr key={name}>
              <th scope="row" title={meaning.get(name)}>
                {name}
                {name in row && (
                  <span class="value">
                    {" "}
                    = {`${(row[name] as Value | undefined) ?? text.tryIt.missing}`}
                  </span>
                )}
              </th>
              <td class="bar-cell" aria-hidden="true">
                <span
                  class={by < 0 ? "bar less" : "bar more"}
                  style={{ width: `${(Math.abs(by) / most) * 50}%` }}
                />
              </td>
              <td class="numeric">{by === 0 ? "0" : format.signed(by)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{text.tryIt.base}</th>
            <td />
            <td class="numeric">{format.signed(answer.base)}</td>
          </tr>
          <tr>
            <th scope="row">{text.tryIt.sum}</th>
            <td />
            <td class="numeric">{format.signed(answer.puntuacion)}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
};
