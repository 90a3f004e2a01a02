import type { JSX } from "preact";

import type { DriftedFeature } from "../../api/about-types.js";
import { Legend } from "../../charts/legend.js";
import { useWords } from "../../text/words.js";

interface DriftedFeaturesProps {
  readonly features: readonly DriftedFeature[];
}

const psiOf = ({ against }: DriftedFeature): number => against.comparison?.psi ?? 0;

/** How far each feature moved, those that drifted first. */
export const DriftedFeatures = ({ features }: DriftedFeaturesProps): JSX.Element | null => {
  const { text } = useWords();
  const sorted = features.toSorted((one, other) => psiOf(other) - psiOf(one));
  const most = Math.max(
    ...sorted.map((one) => Math.max(psiOf(one), one.against.comparison?.threshold ?? 0)),
    Number.MIN_VALUE,
  );
  if (sorted.length === 0) return null;
  return (
    <section class="panel">
      <h2>{text.watch.features}</h2>
      <p class="soft">{text.watch.featuresReading}</p>
      <Legend
        entries={[
          ["muted", text.watch.before],
          ["first", text.watch.now],
        ]}
      />
      <ul class="drift">
        {sorted.map((feature) => (
          <Feature key={feature.feature} feature={feature} most={most} />
        ))}
      </ul>
    </section>
  );
};

interface FeatureProps {
  readonly feature: DriftedFeature;
  /** The largest index of all. */
  readonly most: number;
}

const Feature = ({ feature, most }: FeatureProps): JSX.Element => {
  const { text, format } = useWords();
  const { comparison } = feature.against;
  return (
    <li>
      <p class="name">
        <strong>{feature.feature}</strong>{" "}
        {comparison?.drifted === true && <span class="badge warn">{text.watch.drifted}</span>}
      </p>
      <div class="psi">
        {comparison !== undefined && (
          <>
            <div class={comparison.drifted ? "track flagged" : "track"} aria-hidden="true">
              <span class="fill" style={{ width: `${(comparison.psi / most) * 100}%` }} />
              <span class="mark" style={{ left: `${(comparison.threshold / most) * 100}%` }} />
            </div>
            <span class="soft small">
              {text.watch.psi} {format.rounded(comparison.psi)}
            </span>
          </>
        )}
      </div>
      <Bins bins={feature.bins} />
    </li>
  );
};

const HEIGHT = 56;

/** The shares of each bin at the release and now. */
const Bins = ({ bins }: Pick<DriftedFeature, "bins">): JSX.Element => {
  const { text, format } = useWords();
  const { names, reference, now } = bins;
  const most = Math.max(...reference, ...now, Number.MIN_VALUE);
  const told = names
    .map(
      (name, i) =>
        `${name}: ${format.share(reference[i] ?? 0)}, ${text.watch.now} ${format.share(now[i] ?? 0)}`,
    )
    .join("; ");
  const bar = (share: number, at: number, colour: string): JSX.Element => (
    <rect
      class={colour}
      x={at}
      width={8}
      y={HEIGHT - (share / most) * HEIGHT}
      height={(share / most) * HEIGHT}
    />
  );
  const width = names.length * 22;
  return (
    <svg
      class="bins"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={told}
    >
      <title>{told}</title>
      {names.map((name, i) => (
        <g key={name}>
          {bar(reference[i] ?? 0, i * 22 + 2, "muted")}
          {bar(now[i] ?? 0, i * 22 + 11, "first")}
        </g>
      ))}
    </svg>
  );
};
