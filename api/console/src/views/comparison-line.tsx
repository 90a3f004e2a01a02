import type { JSX } from "preact";

import type { ModelReport } from "../api/about-types.js";
import { urls } from "../api/urls.js";
import { useAnswer } from "../api/use-answer.js";
import { isBetter } from "../parts/direction.js";
import { useWords } from "../text/words.js";

interface ComparisonLineProps {
  readonly model: string;
  /** The metric that is compared. */
  readonly metric: string;
}

/** How a release did beside the champion that it followed, as far as chance lets tell. */
export const ComparisonLine = ({ model, metric }: ComparisonLineProps): JSX.Element => {
  const { text } = useWords();
  const { value } = useAnswer<ModelReport>(urls.report(model));
  const ends = value?.comparison?.differences?.metrics[metric];
  if (ends === undefined)
    return (
      <p class="compared soft">{value?.comparison?.outcome === "first" ? text.home.first : ""}</p>
    );
  const [least, most] = ends;
  if (least <= 0 && most >= 0) return <p class="compared soft">{text.home.alike}</p>;
  const better = isBetter(metric, least);
  return (
    <p class={`compared ${better === false ? "bad-text" : "good-text"}`}>
      {better === false ? text.home.worse : text.home.better}
    </p>
  );
};
