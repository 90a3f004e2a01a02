import {
  answersOf,
  isStored,
  loadScorer,
  logisticJson,
  promote,
  publishRelease,
  rowEncoder,
  type BlobStore,
  type ByKey,
  type Manifest,
  type ManifestFeature,
  type NewPart,
  type Value,
  type Serving,
} from "@despliega/storage";

/** A version that differs from others by one digit. */
export const versionOf = (digit: number): string => `20260131T235959Z-0000000${digit}`;

/** A pointer move by a test. */
export const move = { at: new Date("2026-02-01T00:00:00Z"), by: "test", why: "test" };

const feature = (name: string, mean: number, rest: Partial<ManifestFeature>): ManifestFeature => ({
  name,
  type: "integer",
  description: name,
  missing: "refused",
  range: [0, 100],
  mean,
  ...rest,
});

const FEATURES: readonly ManifestFeature[] = [
  feature("nb_previous_loans", 10, {}),
  feature("avg_amount_loans_previous", 130, { type: "number", missing: { fill: 130 } }),
  feature("age", 40, {}),
  feature("years_on_the_job", 5, { missing: { fill: 5 } }),
  feature("flag_own_car", 0.4, { values: [0, 1] }),
];

/** A user of low risk, one of high risk, and one without previous loans or a job. */
export const USERS = {
  5008806: [29, 136.4468640135, 59, 3, 1],
  5008807: [2, 187.25, 23, 1, 0],
  5112956: [0, null, 31, null, 1],
} as const;

/** Entities: the key as a line of CSV has it, and the features. */
type Users = readonly (readonly [key: string, features: readonly Value[]])[];

const field = (value: Value): string => {
  const text = String(value ?? "");
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const table = (users: Users, serving: Serving, features: readonly ManifestFeature[]): string =>
  [
    [...(serving.by === "key" ? serving.keys : []), ...features.filter(isStored)]
      .map(({ name }) => name)
      .join(),
    ...users.map(([key, values]) =>
      [key, ...values.filter((_, i) => isStored(features[i]!)).map(field)].join(),
    ),
    "",
  ].join("\n");

/** What a test may change in a tiny release. */
export interface TinyRelease {
  readonly version?: string;
  readonly model?: string;
  /** Intercept first; without them 5008807 alone is of high risk. */
  readonly weights?: readonly number[];
  /** In place of the logistic model. Its golden rows are the users'. */
  readonly other?: { readonly estimator: Manifest["estimator"]; readonly json: object };
  /** Whom the api serves by key. Default: {@link USERS}. */
  readonly users?: Users;
  /** Parts beside those that every tiny release has. */
  readonly parts?: readonly NewPart[];
  /** Golden answers that the model does not give. */
  readonly wrongGolden?: boolean;
  readonly description?: Partial<
    Pick<
      Manifest,
      | "question"
      | "task"
      | "classes"
      | "costs"
      | "serving"
      | "threshold"
      | "privacy"
      | "features"
      | "interval"
      | "scale"
      | "points"
      | "approvals"
      | "decisions"
      | "publish"
      | "keptInputs"
      | "newestEvent"
      | "metrics"
      | "gates"
      | "target"
      | "run"
      | "lineage"
    >
  >;
}

/** The description of a tiny release of a sensitive model. */
export const SENSITIVE: NonNullable<TinyRelease["description"]> = {
  privacy: "sensitive",
  serving: {
    by: "row",
    answer: "infectado",
    subject: {
      name: "patient_id",
      pseudonymKey: "k1",
      roles: { masked: "vih.predict", whole: "vih.pseudonym" },
    },
  },
  features: FEATURES.map((open) => {
    const { range, ...rest } = open;
    return range === undefined ? open : rest;
  }),
};

/** The log-odds of the tiny model: intercept, then one weight per feature. */
export const WEIGHTS: readonly number[] = [1, -0.2, 0.01, -0.05, -0.1, -0.3];

/** The serving of the tiny model. */
export const SERVING: ByKey = {
  by: "key",
  keys: [{ name: "id", type: "integer" }],
  paths: {
    features: "/api/user/:id/caracteristicasriesgo",
    prediction: "/api/user/:id/prediccion",
  },
  answer: "resultado",
};

/** The features of the tiny model's users, under other keys, as a line of CSV has them. */
const under = (...keys: readonly string[]): Users =>
  Object.values(USERS).map((features, i) => [keys[i]!, features]);

/** A tiny release whose key is a text: an airport's code, one that a url must escape, and one of other letters. */
export const BY_CODE: TinyRelease = {
  model: "airports",
  users: under("MAD", "A/B 50%+?", "Logroño·ñ"),
  description: {
    serving: {
      by: "key",
      keys: [{ name: "code", type: "text" }],
      paths: {
        features: "/api/airports/:code/features",
        prediction: "/api/airports/:code/prediction",
      },
      answer: "delayed",
    },
  },
};

/** A tiny release whose key has two columns. */
export const BY_ROUTE: TinyRelease = {
  model: "routes",
  users: under("MAD,7", "MAD,70", "007,7"),
  description: {
    serving: {
      by: "key",
      keys: [
        { name: "origin", type: "text" },
        { name: "flight", type: "integer" },
      ],
      paths: {
        features: "/api/routes/:origin/:flight/features",
        prediction: "/api/routes/:origin/:flight/prediction",
      },
      answer: "delayed",
    },
  },
};

/** A tiny release that takes its key, a text, in a body. */
export const IN_BODY: TinyRelease = {
  model: "loans",
  users: under("00000001R", "12345678Z", "X1234567L"),
  description: {
    serving: {
      by: "key",
      keys: [{ name: "nif", type: "text" }],
      ask: "body",
      paths: { features: "/api/loans/features", prediction: "/api/loans/prediction" },
      answer: "default",
    },
  },
};

/** A tiny release that takes a key of two columns in a body. */
export const ROUTE_IN_BODY: TinyRelease = {
  ...BY_ROUTE,
  description: {
    serving: {
      ...(BY_ROUTE.description!.serving as ByKey),
      ask: "body",
      paths: { features: "/api/routes/features", prediction: "/api/routes/prediction" },
    },
  },
};

/** The features of the tiny model, of which the mean amount and the car come with the request. */
export const REQUESTED = FEATURES.map((of): ManifestFeature =>
  of.name === "avg_amount_loans_previous" || of.name === "flag_own_car"
    ? { ...of, from: "request" }
    : of,
);

/** A tiny release that is asked by key with two features, and refuses who is unknown. */
export const WITH_QUESTION: TinyRelease = {
  model: "offers",
  description: {
    features: REQUESTED,
    serving: {
      by: "key",
      keys: [{ name: "id", type: "integer" }],
      paths: { features: "/api/offers/:id/features", prediction: "/api/offers/:id/prediction" },
      answer: "late",
    },
  },
};

/** What {@link OF_NEW} holds of a user without history, in `unknown.json`. */
export const NEW_USER = { nb_previous_loans: 0, age: 40, years_on_the_job: null } as const;

/** The same by a key of two columns in a body, with an answer for users without history. */
export const OF_NEW: TinyRelease = {
  model: "shops",
  users: under("MAD,7", "MAD,70", "007,7"),
  parts: [{ name: "unknown.json", source: Buffer.from(JSON.stringify({ features: NEW_USER })) }],
  description: {
    features: REQUESTED,
    serving: {
      by: "key",
      keys: [
        { name: "shop", type: "text" },
        { name: "client", type: "integer" },
      ],
      ask: "body",
      unknown: "new",
      paths: { features: "/api/shops/features", prediction: "/api/shops/prediction" },
      answer: "late",
    },
  },
};

/** Publishes a release of three users and five features, without promoting it. */
export const publishTiny = async (store: BlobStore, tiny: TinyRelease = {}): Promise<Manifest> => {
  const { version = versionOf(1), model = "riesgo", weights = WEIGHTS, description } = tiny;
  const { users = Object.entries(USERS) } = tiny;
  const { serving = SERVING, features = [...FEATURES], scale } = description ?? {};
  const { estimator, json } = tiny.other ?? { estimator: "logistic", json: logisticJson(weights) };
  const scorer = loadScorer({ estimator, features, scale }, json);
  const encode = rowEncoder(features);
  const rows = tiny.other === undefined ? Object.values(USERS) : users.map(([, values]) => values);
  const golden = rows.map((values) => {
    const answers = answersOf(scorer, encode(values));
    return "score" in answers && tiny.wrongGolden === true
      ? { features: values, score: answers.score + 0.1 }
      : { features: values, ...answers };
  });
  return publishRelease(
    store,
    {
      model,
      version,
      created: "2026-01-31T23:59:59Z",
      question: "Will this user's next loan go bad?",
      task: "classification",
      target: "status",
      features,
      estimator,
      threshold: { value: 0.5, policy: "an even chance" },
      serving,
      privacy: "open",
      metrics: { rocAuc: 0.75 },
      gates: [],
      lineage: {
        inputs: [],
        trainer: { version: "0.1.0", commit: null },
        parameters: { test_share: 0.2, test_from: "2020-01-01" },
      },
      ...description,
    },
    [
      {
        name: "features.csv",
        source: Buffer.from(table(users, serving, features)),
        rows: users.length,
      },
      { name: "model.json", source: Buffer.from(JSON.stringify(json)) },
      { name: "golden.json", source: Buffer.from(JSON.stringify({ rows: golden })) },
      ...(tiny.parts ?? []),
    ],
  );
};

/** Publishes a tiny release and makes it the champion. */
export const promoteTiny = async (store: BlobStore, tiny: TinyRelease = {}): Promise<Manifest> => {
  const manifest = await publishTiny(store, tiny);
  await promote(store, manifest.model, manifest.version, move);
  return manifest;
};
