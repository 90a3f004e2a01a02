import { fewCases } from "../learn/certainty/certainty.js";
import {
  knownShare,
  type EntityGroup,
  type EntityGroups,
} from "../learn/certainty/entity-groups.js";

/** How much of the test set belongs to entities that are known from training, and how the model does on them and on new ones. */
export const entitiesText = (groups: EntityGroups): string =>
  `${Math.round(100 * knownShare(groups))} % of the test observations are of entities known from training: ` +
  `${figures(groups.known)}; of new ones ${figures(groups.new)}`;

const figures = (group: EntityGroup): string => {
  const few = new Map(fewCases(group));
  const told = Object.entries(group.metrics).map(([metric, value]) => {
    const ends = group.intervals.metrics[metric]?.map(rounded).join(" to ");
    const cases = few.get(metric);
    return [
      `${metric} ${rounded(value)}`,
      ...(ends === undefined ? [] : [`(95 %: ${ends})`]),
      ...(cases === undefined ? [] : [`on ${cases} cases`]),
    ].join(" ");
  });
  return told.length === 0 ? "none can be measured" : told.join(", ");
};

const rounded = (value: number): string => String(Math.round(value * 1e4) / 1e4);
