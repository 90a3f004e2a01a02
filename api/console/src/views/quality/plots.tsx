import type { JSX } from "preact";

import type { Evaluation } from "../../api/about-types.js";
import { Dots } from "../../charts/dots.js";
import { pathOf, Plot, type Axis } from "../../charts/plot.js";
import { ticksOf } from "../../charts/ticks.js";
import { useWords } from "../../text/words.js";

interface PointsProps<Name extends "calibration" | "roc" | "deciles"> {
  readonly points: NonNullable<Evaluation[Name]>;
}

/** Promised probabilities beside what happened. */
export const CalibrationPlot = ({ points }: PointsProps<"calibration">): JSX.Element => {
  const { text, format } = useWords();
  const { quality } = text;
  const most = Math.min(
    1,
    Math.max(...points.map(({ predicted, upper }) => Math.max(predicted, upper))) * 1.05,
  );
  const axis: Omit<Axis, "title"> = {
    ...{ from: 0, to: most, ticks: ticksOf(0, most) },
    write: format.share,
  };
  return (
    <section class="panel">
      <h2>{quality.calibration}</h2>
      <p class="soft">{quality.calibrationReading}</p>
      <Plot
        name={`${quality.calibration} ${points.map(({ predicted, observed }) => `${format.percent(predicted)}: ${format.percent(observed)}`).join(", ")}`}
        x={{ ...axis, title: quality.predicted }}
        y={{ ...axis, title: quality.observed }}
      >
        {(scales) => (
          <>
            <path
              class="guide"
              d={pathOf(
                [
                  [0, 0],
                  [most, most],
                ],
                scales,
              )}
            />
            <Dots
              scales={scales}
              dots={points.map(({ predicted, observed, lower, upper }) => ({
                ...{ x: predicted, y: observed, ends: [lower, Math.min(upper, most)] as const },
              }))}
            />
          </>
        )}
      </Plot>
    </section>
  );
};

/** How the scores rank positives above negatives. */
export const RocPlot = ({ points }: PointsProps<"roc">): JSX.Element => {
  const { text, format } = useWords();
  const { quality } = text;
  const axis: Omit<Axis, "title"> = { from: 0, to: 1, ticks: ticksOf(0, 1), write: format.share };
  return (
    <section class="panel">
      <h2>{quality.roc}</h2>
      <p class="soft">{quality.rocReading}</p>
      <Plot
        name={quality.rocReading}
        x={{ ...axis, title: quality.falsePositives }}
        y={{ ...axis, title: quality.truePositives }}
      >
        {(scales) => (
          <>
            <path
              class="guide"
              d={pathOf(
                [
                  [0, 0],
                  [1, 1],
                ],
                scales,
              )}
            />
            <path
              class="line first"
              d={pathOf(
                points.map(({ fpr, tpr }) => [fpr, tpr] as const),
                scales,
              )}
            />
          </>
        )}
      </Plot>
    </section>
  );
};

/** Mean answers beside mean truths, on logarithms. */
export const DecilePlot = ({ points }: PointsProps<"deciles">): JSX.Element | null => {
  const { text } = useWords();
  const { quality } = text;
  const positive = points.filter(({ predicted, actual }) => predicted > 0 && actual > 0);
  if (positive.length < 2) return null;
  const dots = positive.map(({ predicted, actual }) => ({
    x: Math.log10(predicted),
    y: Math.log10(actual),
  }));
  const all = dots.flatMap(({ x, y }) => [x, y]);
  const [from, to] = [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))];
  const axis: Omit<Axis, "title"> = {
    ...{ from, to, ticks: ticksOf(from, to).filter((tick) => Number.isInteger(tick)) },
    write: (power) => `10${superscript(power)}`,
  };
  return (
    <section class="panel">
      <h2>{quality.deciles}</h2>
      <p class="soft">{quality.decilesReading}</p>
      <Plot
        name={quality.decilesReading}
        x={{ ...axis, title: quality.meanAnswer }}
        y={{ ...axis, title: quality.meanTruth }}
      >
        {(scales) => (
          <>
            <path
              class="guide"
              d={pathOf(
                [
                  [from, from],
                  [to, to],
                ],
                scales,
              )}
            />
            <Dots scales={scales} dots={dots} />
          </>
        )}
      </Plot>
    </section>
  );
};

const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const superscript = (power: number): string =>
  `${power}`.replaceAll(/\d/g, (digit) => DIGITS[Number(digit)]!).replace("-", "⁻");
