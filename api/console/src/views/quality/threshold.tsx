import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { CurvePoint, ModelCurve } from "../../api/about-types.js";
import type { ModelDescription } from "../../api/types.js";
import { urls } from "../../api/urls.js";
import { Asked } from "../../parts/asked.js";
import { useWords } from "../../text/words.js";
import { CurvePlot } from "./curve-plot.js";

/** A slider that shows what other thresholds would do. It changes nothing. */
export const ThresholdView = ({ model }: { readonly model: ModelDescription }): JSX.Element => {
  const { text } = useWords();
  return (
    <section class="panel threshold">
      <h2>{text.quality.threshold}</h2>
      <p class="soft">{text.quality.thresholdReading}</p>
      <Asked<ModelCurve> url={urls.curve(model.model)}>
        {({ points, threshold }) =>
          points.length < 2 || threshold === null ? (
            <p class="note">{text.quality.none}</p>
          ) : (
            <Slider points={points} inForce={threshold} costs={costsOf(model)} />
          )
        }
      </Asked>
    </section>
  );
};

/** What the two kinds of wrong answers cost. */
interface Costs {
  readonly falseAlarm: number;
  readonly miss: number;
}

/** The costs that the model's threshold was chosen by, else that both wrong answers cost the same. */
const costsOf = ({ lineage }: ModelDescription): Costs => {
  try {
    const { falseAlarm, miss } = JSON.parse(`${lineage.parameters["threshold"]}`) as Partial<Costs>;
    if (typeof falseAlarm === "number" && typeof miss === "number") return { falseAlarm, miss };
  } catch {
    // It was chosen by another policy.
  }
  return { falseAlarm: 1, miss: 1 };
};

interface SliderProps {
  readonly points: readonly CurvePoint[];
  readonly inForce: number;
  readonly costs: Costs;
}

const Slider = ({ points, inForce, costs: usual }: SliderProps): JSX.Element => {
  const { text, format } = useWords();
  const { quality } = text;
  const served = points.findIndex(({ threshold }) => threshold === inForce);
  const [at, setAt] = useState(Math.max(0, served));
  const [costs, setCosts] = useState(usual);
  const point = points[at]!;
  const costOf = ({ fp, fn }: CurvePoint): number => fp * costs.falseAlarm + fn * costs.miss;
  const share = (value: number | null): string => (value === null ? "–" : format.percent(value));
  const told = `${format.rounded(point.threshold)}${at === served ? ` (${quality.inForce})` : ""}`;
  return (
    <>
      <CurvePlot points={points} at={at} served={served} />
      <div class="slider">
        <label for="threshold">{quality.slider}</label>
        <input
          id="threshold"
          type="range"
          min={0}
          max={points.length - 1}
          value={at}
          aria-valuetext={told}
          onInput={({ currentTarget }) => setAt(Number(currentTarget.value))}
        />
        <output for="threshold">{told}</output>
        <button type="button" class="quiet" disabled={at === served} onClick={() => setAt(served)}>
          {quality.back}
        </button>
      </div>
      <dl class="figures" aria-live="polite">
        <div class="second-top">
          <dt>{quality.flagged}</dt>
          <dd>{share(point.flagged)}</dd>
        </div>
        <div class="first-top">
          <dt>{quality.precision}</dt>
          <dd>{share(point.precision)}</dd>
        </div>
        <div class="third-top">
          <dt>{quality.recall}</dt>
          <dd>{share(point.recall)}</dd>
        </div>
        <div>
          <dt>{quality.cost}</dt>
          <dd>
            {format.number(costOf(point))}
            {at !== served && served >= 0 && (
              <span class="soft small">
                {" "}
                {quality.costOf(format.number(costOf(points[served]!)))}
              </span>
            )}
          </dd>
        </div>
      </dl>
      <p class="soft">
        {quality.counts(
          format.count(point.tp + point.fp),
          format.count(point.tp),
          format.count(point.fn),
        )}
      </p>
      <div class="costs">
        <CostInput
          id="false-alarm"
          label={quality.falseAlarm}
          value={costs.falseAlarm}
          set={(falseAlarm) => setCosts({ ...costs, falseAlarm })}
        />
        <CostInput
          id="miss"
          label={quality.miss}
          value={costs.miss}
          set={(miss) => setCosts({ ...costs, miss })}
        />
      </div>
    </>
  );
};

interface CostInputProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly set: (value: number) => void;
}

const CostInput = ({ id, label, value, set }: CostInputProps): JSX.Element => (
  <div class="field">
    <label for={id}>{label}</label>
    <input
      id={id}
      type="number"
      min={0}
      step="any"
      value={value}
      onInput={({ currentTarget: { valueAsNumber } }) => {
        if (Number.isFinite(valueAsNumber)) set(Math.max(0, valueAsNumber));
      }}
    />
  </div>
);
