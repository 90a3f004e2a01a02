import { openStore, type BlobStore } from "@despliega/storage";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

import { startApi, type ApiProcess } from "../../../support/api-process.js";
import { azuriteConnectionString, newContainer } from "../../../support/azurite.js";
import { promoteTiny } from "../../../support/release.js";
import { keySetting, MASKED, WHOLE } from "../../../support/sensitive.js";
import { AUDIENCE, startTokenIssuer, type TokenIssuer } from "../../../support/token-issuer.js";
import { NAMES } from "../../protocols/support.js";
import { URL, VIH } from "./support.js";

// Values that nothing else in this test can contain by chance.
const PERSON = "zq-person-4f1c9ad2";
const NUMBERED = 7_391_846_205_173;
const FEATURES: Readonly<Record<(typeof NAMES)[number], number>> = {
  nb_previous_loans: 61_803_398,
  avg_amount_loans_previous: 27_182.818284,
  age: 31_415_926,
  years_on_the_job: 14_142_135,
  flag_own_car: 1,
};
const HEADER = "zq-header-77b0e3";
const QUERY = "zq-query-8d2f61";
const FIELD = "zq_field_5a9c04";
const CLAIM = "zq-claim-c31e90";
const ID = "zq-id-e60b42";
const SUB = "zq-sub-19d7f2";
const OID = "zq-oid-b5830e";

const OF_PEOPLE = [PERSON, String(NUMBERED), "61803398", "27182.818284", "31415926", "14142135"];
const OF_REQUESTS = [HEADER, QUERY, FIELD, CLAIM];
const OF_CALLERS = [SUB, OID];

let issuer: TokenIssuer;
let api: ApiProcess;
let url: string;
let releases: BlobStore;
let audit: BlobStore;
const raw: string[] = [];

beforeAll(async () => {
  issuer = await startTokenIssuer();
  const connectionString = azuriteConnectionString();
  const [DESPLIEGA_CONTAINER_NAME, DESPLIEGA_AUDIT_CONTAINER_NAME] = [
    newContainer(),
    newContainer(),
  ];
  const storeOf = (container: string) =>
    openStore({ account: { connectionString }, container, timeoutSeconds: 20 });
  releases = await storeOf(DESPLIEGA_CONTAINER_NAME);
  audit = await storeOf(DESPLIEGA_AUDIT_CONTAINER_NAME);
  await releases.ensureContainer();
  await promoteTiny(releases, VIH);
  api = startApi(
    {
      AZURE_STORAGE_CONNECTION_STRING: connectionString,
      DESPLIEGA_CONTAINER_NAME,
      DESPLIEGA_AUDIT_CONTAINER_NAME,
      DESPLIEGA_PSEUDONYM_KEYS: `${keySetting("k2", 2)},${keySetting("k1", 1)}`,
      DESPLIEGA_AUTH: "entra",
      DESPLIEGA_ENTRA_ISSUER: issuer.issuer,
      DESPLIEGA_ENTRA_JWKS_URL: issuer.jwksUrl,
      DESPLIEGA_ENTRA_AUDIENCE: AUDIENCE,
      DESPLIEGA_ENTRA_ROLE: "vih.predict,vih.pseudonym",
      DESPLIEGA_LOG_LEVEL: "trace",
    },
    (_, line) => raw.push(line) > 0,
  );
  url = await api.ready();
});
afterAll(async () => {
  api.child.kill("SIGKILL");
  await api.ended;
  await issuer.close();
});

const columnsOf = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, [value] as unknown]));

const tensorsOf = (row: object): readonly object[] =>
  Object.entries(row).map(([name, value]) => ({
    name,
    shape: [1],
    datatype: typeof value === "string" ? "BYTES" : "FP64",
    data: [value],
  }));

const contentOf = async (store: BlobStore): Promise<string> => {
  let content = "";
  for await (const { name } of store.list(""))
    content += `${name}\n${(await store.read(name)).bytes.toString("latin1")}\n`;
  return content;
};

const found = (markers: readonly string[], text: string): readonly string[] =>
  markers.filter((marker) => text.includes(marker));

test("what is planted in fields, headers, queries and tokens turns up nowhere but where it may", async () => {
  const claims = { sub: SUB, oid: OID, name: CLAIM, preferred_username: CLAIM, extra: [CLAIM] };
  const tokens = await Promise.all(
    [WHOLE, MASKED, { ...WHOLE, amr: ["pwd"] }, {}].map(async (more) =>
      issuer.sign({ ...claims, ...more }),
    ),
  );
  const row = { patient_id: PERSON, ...FEATURES };
  const bodies: readonly (readonly [string, string?])[] = [
    [JSON.stringify(row)],
    [JSON.stringify([row, { ...row, patient_id: NUMBERED }])],
    [JSON.stringify({ ...row, [FIELD]: FIELD })],
    [JSON.stringify({ ...row, age: PERSON })],
    [JSON.stringify({ ...row, patient_id: [PERSON] })],
    [JSON.stringify({ ...row, flag_own_car: FEATURES.age })],
    [JSON.stringify([row, PERSON])],
    [`${JSON.stringify(row)}${PERSON}`],
    [JSON.stringify(row), `text/${HEADER}`],
    [JSON.stringify({ instances: [row] })],
    [JSON.stringify({ instances: [Object.values(FEATURES)] })],
    [
      JSON.stringify({
        dataframe_split: { columns: Object.keys(row), data: [Object.values(row)] },
      }),
    ],
    [JSON.stringify({ inputs: columnsOf(row) })],
    [JSON.stringify({ inputs: { ...columnsOf(row), [PERSON]: [PERSON] } })],
    [JSON.stringify({ id: ID, inputs: tensorsOf(row) })],
    [JSON.stringify({ inputs: tensorsOf({ ...row, age: PERSON }) })],
    [JSON.stringify({ inputs: tensorsOf({ [PERSON]: FEATURES.age }) })],
    [JSON.stringify(Array.from({ length: 1_000 }, () => row))],
    [`patient_id,${NAMES.join()}\n${PERSON},${Object.values(FEATURES).join()}\n`, "text/csv"],
  ];
  const urls = [
    URL,
    `${URL}?detalle=${QUERY}`,
    `${URL}?patient_id=${PERSON}&${QUERY}=${QUERY}`,
    `/v1/models/${QUERY}/prediction`,
    "/v1/prediction",
    "/invocations",
    "/models/vih/invocations",
    "/v2/models/vih/infer",
    `/v2/models/vih/versions/${QUERY}/infer`,
  ];
  const told: string[] = [];
  const statuses = new Set<number>();
  const ask = async (
    path: string,
    token: string | undefined,
    init: Pick<RequestInit, "method" | "body"> & { readonly headers?: Record<string, string> } = {},
  ) => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: {
        "x-forwarded-for": HEADER,
        "x-request-id": HEADER,
        traceparent: HEADER,
        "user-agent": HEADER,
        cookie: HEADER,
        [HEADER]: HEADER,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...init.headers,
      },
    });
    statuses.add(response.status);
    told.push(JSON.stringify([...response.headers]), await response.text());
  };

  for (const path of urls)
    for (const token of [...tokens, undefined, CLAIM])
      await Promise.all(
        bodies.map(async ([body, type = "application/json"]) =>
          ask(path, token, { method: "POST", body, headers: { "content-type": type } }),
        ),
      );
  for (const path of ["/metrics", "/openapi.json", "/v1/models", "/v1/models/vih", "/readyz"])
    for (const token of tokens) await ask(path, token);
  expect([...statuses].toSorted((a, b) => a - b)).toEqual([200, 400, 401, 403, 404, 413, 415]);

  api.child.kill("SIGTERM");
  const { code, stderr } = await api.ended;
  expect([code, stderr]).toEqual([0, ""]);

  // Everything is looked at where it would show if it were there.
  const log = raw.join("\n");
  const records = await contentOf(audit);
  expect(log).toContain('"route":"/v1/models/:model/prediction"');
  expect(records).toContain('"decision":"answered"');
  expect(told.join("\n")).toContain('"pseudonym":"k1.');

  const everything = [...OF_PEOPLE, ...OF_REQUESTS, ...OF_CALLERS, ...tokens];
  expect(found([...everything, ID], log)).toEqual([]);
  expect(found(everything, told.join("\n"))).toEqual([]);
  expect(found(everything, await contentOf(releases))).toEqual([]);
  expect(found([...OF_PEOPLE, ...OF_REQUESTS, ID, ...tokens], records)).toEqual([]);
  // The Open Inference Protocol answers with the id of a request.
  expect(found([ID], told.join("\n"))).toEqual([ID]);
  expect(found(OF_CALLERS, records)).toEqual(OF_CALLERS);
});
