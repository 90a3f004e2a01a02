import type { JSX } from "preact";

import type { DetailedAnswer } from "../../api/types.js";
import { useWords } from "../../text/words.js";

interface IntervalLineProps {
  readonly value: number;
  readonly interval: NonNullable<DetailedAnswer["intervalo"]>;
}

/** A number and the interval around it. */
export const IntervalLine = ({ value, interval }: IntervalLineProps): JSX.Element => {
  const { text, format } = useWords();
  const { nivel, desde, hasta } = interval;
  const low = Math.min(0, desde);
  const high = hasta + (hasta - low) * MARGIN;
  const at = (number: number): string => `${((number - low) / (high - low)) * 100}%`;
  return (
    <div class="interval">
      <div class="track tall" aria-hidden="true">
        <span class="band" style={{ left: at(desde), right: `calc(100% - ${at(hasta)})` }} />
        <span class="point" style={{ left: at(value) }} />
      </div>
      <p>
        {text.tryIt.interval(format.share(nivel), format.rounded(desde), format.rounded(hasta))}
      </p>
    </div>
  );
};

/** Room to the right of the interval, as a share of all that is left of it. */
const MARGIN = 0.1;
