import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Released } from "../../api/about-types.js";
import { useWords } from "../../text/words.js";
import { DifferenceTable } from "./differences.js";
import { rowsOf } from "./rows.js";

interface CompareViewProps {
  /** Newest first. */
  readonly releases: readonly Released[];
  /** The one in service. */
  readonly version: string;
}

/** Two releases beside each other: the one in service and the one before it, unless others are chosen. */
export const CompareView = ({ releases, version }: CompareViewProps): JSX.Element => {
  const words = useWords();
  const { text, times } = words;
  const served = Math.max(
    0,
    releases.findIndex((release) => release.version === version),
  );
  const [left, setLeft] = useState(served);
  const [right, setRight] = useState(served + 1 < releases.length ? served + 1 : 0);
  if (releases.length < 2) return <p class="soft">{text.releases.only}</p>;
  const choice = (label: string, at: number, set: (at: number) => void): JSX.Element => (
    <label class="release-choice">
      <span class="soft">{label}</span>
      <select value={at} onChange={({ currentTarget }) => set(Number(currentTarget.value))}>
        {releases.map((release, i) => (
          <option key={release.version} value={i}>
            {times.moment(release.created)} · {release.version}
            {release.version === version ? ` (${text.releases.inService})` : ""}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <p class="soft">{text.releases.compareReading}</p>
      <div class="release-choices">
        {choice(text.releases.one, left, setLeft)}
        {choice(text.releases.other, right, setRight)}
      </div>
      <DifferenceTable
        versions={[releases[left]!.version, releases[right]!.version]}
        groups={rowsOf(releases[left]!, releases[right]!, words)}
      />
    </>
  );
};
