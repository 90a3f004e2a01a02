import type { JSX } from "preact";

import type { DetailedAnswer, ModelDescription, Value } from "../../api/types.js";
import { useWords } from "../../text/words.js";
import type { Body } from "./asked.js";

interface ContributionsViewProps {
  readonly model: ModelDescription;
  readonly answer: DetailedAnswer;
  readonly row: Body;
}

/** Features that are shown of a model with many; the others are one row. */
const MOST_SHOWN = 20;
const FEWEST_HIDDEN = 5;

/** What is smaller beside the largest number of an answer is what adding numbers leaves. */
const ROUNDING = 1e-13;

/** What moved an answer, the strongest first. */
const movedBy = ({
  contribuciones,
  base,
  puntuacion,
}: DetailedAnswer): readonly (readonly [string, number])[] => {
  const all = Object.entries(contribuciones);
  const largest = Math.max(...[base, puntuacion, ...all.map(([, by]) => by)].map(Math.abs));
  return all
    .map(([name, by]) => [name, Math.abs(by) < largest * ROUNDING ? 0 : by] as const)
    .sort(([, one], [, other]) => Math.abs(other) - Math.abs(one));
};

/** What each feature adds to the model's sum, the strongest first, as a table with bars. */
export const ContributionsView = ({ model, answer, row }: ContributionsViewProps): JSX.Element => {
  const { text, format } = useWords();
  const moved = movedBy(answer);
  const [, most] = moved[0] ?? ["", 0];
  const shown = moved.slice(0, FEWEST_HIDDEN < moved.length - MOST_SHOWN ? MOST_SHOWN : undefined);
  const rest = moved.slice(shown.length);
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
          {shown.map(([name, by]) => (
            <tr key={name}>
              <th scope="row" title={meaning.get(name)}>
                <bdi>{name}</bdi>
                {name in row && (
                  <span class="value">
                    {" = "}
                    <bdi>{`${(row[name] as Value | undefined) ?? text.tryIt.missing}`}</bdi>
                  </span>
                )}
              </th>
              <td class="bar-cell" aria-hidden="true">
                <span
                  class={by < 0 ? "bar less" : "bar more"}
                  style={{ width: `${by === 0 ? 0 : Math.abs(by / most) * 50}%` }}
                />
              </td>
              <td class="numeric">{by === 0 ? "0" : format.signed(by)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {rest.length > 0 && (
            <tr>
              <th scope="row">{text.tryIt.others(format.count(rest.length))}</th>
              <td />
              <td class="numeric">{format.signed(rest.reduce((sum, [, by]) => sum + by, 0))}</td>
            </tr>
          )}
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
