import type { LinearOptions } from "../../estimators/linear/linear.js";
import type { ForestEstimatorOptions } from "../../estimators/options.js";
import type { Column, Columns } from "../../model/columns.js";
import type { FeatureDefinition, ModelDefinition } from "../../model/model.js";

const title: Column = { type: "text", maxLength: 500 };
const year: Column = { type: "integer", min: 1888, max: 2100 };
const dollars: Column = { type: "number", min: 0, max: 1e13, optional: true };

const films: Columns = {
  movie_title: title,
  title_year: year,
  duration: { type: "number", min: 1, max: 2000, optional: true },
  aspect_ratio: { type: "number", min: 0.1, max: 100, optional: true },
  cast_total_facebook_likes: { type: "integer", min: 0, optional: true },
  budget: dollars,
  imdb_score: { type: "number", min: 0, max: 10, optional: true },
};

/** A feature that a film may lack. */
const perhaps = (
  name: string,
  type: FeatureDefinition["type"],
  description: string,
): FeatureDefinition => ({ name, type, description, missing: "allowed" });

const forest: ForestEstimatorOptions = {
  kind: "forest",
  target: "log",
  trees: 300,
  minLeaf: 5,
  maxFeatures: 5,
  sample: 0.6,
  bins: 255,
  classWeights: "none",
  seed: 1,
};

const linear: LinearOptions = { kind: "linear", target: "log", ridge: 1 };

/** How much will this film gross worldwide? A regression on the logarithm of the gross. */
export const peliculas: ModelDefinition = {
  name: "peliculas",
  question: "How much will this film gross worldwide?",
  words: { observations: "films", target: "worldwide gross", unit: "US dollars" },
  task: "regression",
  inputs: [
    {
      dataset: "finances.csv",
      table: "finances",
      columns: {
        movie: title,
        release_year: year,
        production_budget: dollars,
        worldwide_gross: dollars,
      },
    },
    {
      dataset: "openings.csv",
      table: "openings",
      columns: {
        title,
        year,
        opening_gross: dollars,
        screens: { type: "integer", min: 0, max: 100_000, optional: true },
      },
    },
    { dataset: "films.csv", table: "films", columns: films },
  ],
  sql: new URL("../../../src/models/peliculas/features.sql", import.meta.url),
  columns: { observation: "row", entity: "film", label: "worldwide_gross" },
  features: [
    perhaps("opening_gross", "number", "Dollars that the opening weekend made at home."),
    perhaps("screens", "integer", "Cinemas at home that showed the film on that weekend."),
    perhaps("production_budget", "number", "Dollars that the film cost, as its finances say."),
    { name: "title_year", type: "integer", description: "Year in which the film came out." },
    perhaps("aspect_ratio", "number", "Width of the picture over its height."),
    perhaps("duration", "number", "Minutes that the film lasts."),
    perhaps("cast_total_facebook_likes", "integer", "Likes of the whole cast on Facebook."),
    perhaps("budget", "number", "What the film cost, as a second source says."),
    perhaps("imdb_score", "number", "Mean mark by its viewers, from 0 to 10."),
  ],
  split: { by: "chance", testShare: 0.25 },
  estimators: [linear, forest],
  crossValidation: { folds: 5, metric: "log_r2" },
  search: [
    {
      options: forest,
      vary: {
        minLeaf: { from: 1, to: 20, logarithmic: true, whole: true },
        maxFeatures: { from: 2, to: 9, whole: true },
        sample: { from: 0.4, to: 1 },
      },
    },
    { options: linear, vary: { ridge: { from: 0.01, to: 1000, logarithmic: true } } },
  ],
  interval: { level: 0.8 },
  serving: { by: "row", answer: "worldwide_gross" },
  privacy: "open",
  gates: [
    { metric: "log_r2", floor: 0.75, tolerance: 0.02 },
    { metric: "r2", floor: 0.3, tolerance: 0.1 },
  ],
};
