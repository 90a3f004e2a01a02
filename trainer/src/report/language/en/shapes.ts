/** The features in pictures. */
export const shapes = {
  byClass: {
    heading: "Features by class",
    reading:
      "How each feature is distributed in each class, over the training observations. Each class sums to 100%, so that a rare one is as visible as a common one. The more the classes differ, the more the feature alone says.",
    name: (features: string) => `Distribution by class of ${features}.`,
  },
  byLabel: {
    heading: (target: string) => `Features and ${target}`,
    reading: (target: string) =>
      `How the ${target} goes with each feature, over the training observations: the dot is the median of the observations with about the same value, the bar holds their middle half.`,
    name: (features: string) => `Label by ${features}.`,
  },
  ends: "The outermost groups also hold all beyond them; of many names the most frequent are shown.",
  first: (shown: string, all: string) => `Shown are the first ${shown} of ${all} features.`,
  hidden: "Groups of fewer than 10 people are not shown.",
  dependence: {
    heading: "Partial dependence",
    reading:
      "What the model answers on average if one feature has this value and all others stay as they are, over some of the training observations. A flat line is a feature that hardly moves the answer by itself. Values that never come together with the others make the line say less.",
    name: (features: string) => `Mean answer by ${features}.`,
    caption: "Mean answers by feature",
    feature: "Feature",
    lowest: "Lowest answer",
    highest: "Highest answer",
  },
};
