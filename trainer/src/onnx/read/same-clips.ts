import type { GivenFeature, GivenSums, NumberColumn } from "./meaning.js";
import { refuse } from "./not-compiled.js";

/** Requires that a graph clips no number otherwise than the release does, before the model takes it. @throws NotCompiled */
export const requireSameClips = (sums: GivenSums, features: readonly GivenFeature[]): void => {
  const columns = sums.kind === "weights" ? sums.taken : sums.rows.columns;
  for (const column of columns) if (column?.kind === "number") requireSameClip(column, features);
};

const requireSameClip = ({ feature, clip }: NumberColumn, features: readonly GivenFeature[]) => {
  if (clip === undefined) return;
  const { name, bounds: { min = -Infinity, max = Infinity, clip: clips = false } = {} } =
    features[feature]!;
  if (!clips || clip.least !== min || clip.most !== max)
    refuse(`clips ${name} to other bounds than model.yaml`);
};
