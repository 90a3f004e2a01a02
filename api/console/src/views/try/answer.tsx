import type { JSX } from "preact";

import type { DetailedAnswer, ModelDescription } from "../../api/types.js";
import { useWords } from "../../text/words.js";
import type { Body } from "./asked.js";
import { ContributionsView } from "./contributions.js";
import { IntervalLine } from "./interval-line.js";
import { ClassBars, ProbabilityBar } from "./probability.js";

interface AnswerViewProps {
  readonly model: ModelDescription;
  readonly answer: DetailedAnswer;
  /** The values that were asked about. */
  readonly row: Body;
  readonly ms: number;
}

/** Characters of an answer that large letters suit. */
const MOST_LARGE = 24;

/** What the model answered: the answer, how sure it is, and what moved it. */
export const AnswerView = ({ model, answer, row, ms }: AnswerViewProps): JSX.Element => {
  const { text, format } = useWords();
  const { probabilidad, probabilidades, intervalo, puntos, version } = answer;
  const far = answer.fuera_de_lo_aprendido ?? [];
  const told = answer[model.answer];
  const shown = Array.isArray(told) ? told.join(", ") : format.number(told as number);
  return (
    <>
      <p class="says" dir="auto">
        {text.tryIt.says(model.target)}
      </p>
      <p class={shown.length > MOST_LARGE ? "number long" : "number"}>
        <bdi>{shown}</bdi>
        {puntos !== undefined && (
          <span class="label">
            {text.tryIt.points}: {format.number(puntos)}
          </span>
        )}
      </p>
      {probabilidad !== undefined && (
        <ProbabilityBar value={probabilidad} threshold={model.threshold?.value} />
      )}
      {probabilidades !== undefined && <ClassBars probabilities={probabilidades} />}
      {intervalo !== undefined && <IntervalLine value={told as number} interval={intervalo} />}
      {far.length > 0 && <p class="note warn">{text.tryIt.far(far.join(", "))}</p>}
      {answer.entidad_nueva === true && <p class="note warn">{text.tryIt.isNew}</p>}
      {answer.frescura?.vencidas === true && <p class="note warn">{text.tryIt.staleKey}</p>}
      <ContributionsView model={model} answer={answer} row={row} />
      <p class="soft small">{text.tryIt.answeredBy(version, format.count(Math.max(1, ms)))}</p>
    </>
  );
};
