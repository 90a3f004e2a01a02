import { azuriteStoreOf } from "../../../support/azurite.js";
import { promoteTiny, SERVING, USERS, type TinyRelease } from "../../../support/release.js";
import type { Attack } from "../lib/attack.js";

const CONTAINER = "attacked-details";
const ROLE = "details.reader";

/** A weight and an amount that are in no other text. */
const WEIGHT = -0.048_151_623_42;
const AMOUNT = USERS[5_008_806][1];
const SECRETS = [String(Math.abs(WEIGHT)).slice(0, 12), String(AMOUNT)];

const PARTS = [
  {
    name: "metrics.json",
    source: Buffer.from(
      JSON.stringify({ observations: 3, coefficients: [{ feature: "age", weight: WEIGHT }] }),
    ),
  },
  { name: "report.html", source: Buffer.from(`<p>age ${WEIGHT}</p>`) },
];

/** The same model by key and by row, whose details are for a role. */
const RELEASES: readonly TinyRelease[] = [
  {
    model: "porclave",
    parts: PARTS,
    weights: [1, -0.2, 0.01, WEIGHT, -0.1, -0.3],
    description: { serving: { ...SERVING, details: { role: ROLE } } },
  },
  {
    model: "porfila",
    parts: PARTS,
    weights: [1, -0.2, 0.01, WEIGHT, -0.1, -0.3],
    description: { serving: { by: "row", answer: "resultado", details: { role: ROLE } } },
  },
];

const ABOUT = ["", "/report", "/report.html", "/curve", "/releases", "/ledger", "/monitor"];

/** Forms of the question whether to show details. */
const QUERIES = ["", "?detalle=true", "?detalle=TRUE", "?detalle=1", "?detalle=true&detalle=false"];

const ROW = {
  nb_previous_loans: 2,
  avg_amount_loans_previous: 130,
  age: 23,
  years_on_the_job: 1,
  flag_own_car: 0,
};
const TABLE = { dataframe_split: { columns: Object.keys(ROW), data: [Object.values(ROW)] } };
const TENSORS = {
  inputs: Object.entries(ROW).map(([name, value]) => ({
    name,
    shape: [1],
    datatype: name.startsWith("avg") ? "FP64" : "INT64",
    data: [value],
  })),
  parameters: { detalle: true },
};

type Ask = readonly [url: string, body?: object];

const ASKS: readonly Ask[] = [
  ...["porclave", "porfila"].flatMap((model) =>
    ABOUT.map((url): Ask => [`/v1/models/${model}${url}`]),
  ),
  ...["/", "/openapi.json", "/metrics", "/models", "/v1/models", "/v2/models/porfila"].map(
    (url): Ask => [url],
  ),
  ...QUERIES.flatMap((query): Ask[] => [
    [`/api/user/5008806/caracteristicasriesgo${query}`],
    [`/api/user/5008806/prediccion${query}`],
    [`/v1/models/porfila/prediction${query}`, ROW],
    [`/v1/models/porfila/prediction${query}`, [ROW, ROW]],
    [`/models/porfila/invocations${query}`, TABLE],
    [`/v2/models/porfila/infer${query}`, TENSORS],
  ]),
];

/** Looks for weights and features as a caller whose role shows answers alone. */
export const details: Attack = {
  tried: `${ASKS.length} requests for answers, features, reports and descriptions of models that name a role for details, by callers with another role, a similar one, and a list of them in one text`,
  aim: "an answer holds a weight of the model or a feature of a person",
  stopped:
    "`serving.details` of the release ([An open model about people](sensitive.md#an-open-model-about-people), `api/src/security/details.ts`)",
  async play({ connectionString, issuer, sensitive }) {
    const store = await azuriteStoreOf({ connectionString, container: CONTAINER });
    await store.ensureContainer();
    for (const release of RELEASES) await promoteTiny(store, release);
    const target = await sensitive({ DESPLIEGA_CONTAINER_NAME: CONTAINER });
    const ask = async ([url, body]: Ask, roles: unknown): Promise<string> => {
      const answer = await fetch(target.url + url, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          authorization: `Bearer ${await issuer.sign({ roles })}`,
          "content-type": "application/json",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return answer.text();
    };
    const told = (text: string): boolean => SECRETS.some((secret) => text.includes(secret));

    let telling = 0;
    for (const of of ASKS) if (told(await ask(of, ["api", ROLE]))) telling++;
    if (telling === 0) throw new Error("nobody sees details");
    const successes: string[] = [];
    let tries = 0;
    for (const roles of [
      ["api"],
      ["api", `${ROLE}s`],
      ["api", ROLE.toUpperCase()],
      [`api ${ROLE}`],
    ])
      for (const of of ASKS) {
        tries++;
        if (told(await ask(of, roles))) successes.push(`${of[0]} as ${JSON.stringify(roles)}`);
      }
    return {
      tries,
      successes,
      figures: `${telling} of the ${ASKS.length} tell those with the role`,
    };
  },
};
