import { createAuthenticator, createCallerCheck, type AppDeps } from "@despliega/api";
import { answeredNames, memoryBlobStore, pseudonymOf } from "@despliega/storage";
import type { Response } from "supertest";

import { SENSITIVE, versionOf, type TinyRelease } from "../../../support/release.js";
import {
  auditOf,
  authorisationOn,
  DESPLIEGA_PSEUDONYM_KEYS,
  type AuditLine,
} from "../../../support/sensitive.js";
import { AUDIENCE, type Claims, type TokenIssuer } from "../../../support/token-issuer.js";
import { apiServing, recordOf, RISKY } from "../../protocols/support.js";
import { capturedLog } from "../../support.js";

/** A sensitive model, whose pseudonyms are made with the older key. */
export const VIH: TinyRelease = { model: "vih", version: versionOf(2), description: SENSITIVE };

/** Where it is asked. */
export const URL = "/v1/models/vih/prediction";

/** A row of high risk about a person. */
export const rowAbout = (patient_id: unknown): object => ({ patient_id, ...recordOf(RISKY) });

const keyOf = (id: string) => DESPLIEGA_PSEUDONYM_KEYS.find((key) => key.id === id)!;

/** The pseudonym of a patient in the training table of the model. */
export const inTable = (identifier: unknown, key = "k1"): string =>
  pseudonymOf(keyOf(key), "vih", identifier)!;

/** The pseudonym of a patient in answers of the model. */
export const pseudonym = (identifier: unknown, key = "k1"): string =>
  answeredNames(keyOf(key), "vih").pseudonym(inTable(identifier, key));

/** The handle that a caller has of a patient. */
export const handle = (identifier: unknown, caller = "object-1"): string =>
  answeredNames(keyOf("k1"), "vih").handle(inTable(identifier), caller);

/** An api that takes the tokens of an issuer. Default: with a sensitive model beside an open one. */
export const apiFor = async (
  issuer: TokenIssuer,
  { authContext, audit = memoryBlobStore(), models = [{}, VIH], ...options }: Options = {},
) => {
  const { logger } = capturedLog();
  const settings = { issuers: [issuer.issuer], jwksUrl: issuer.jwksUrl, audiences: [AUDIENCE] };
  const entra = { mode: "entra", roles: [], authContext, secondFactor: true, ...settings } as const;
  const authenticate = await createAuthenticator(entra, { logger });
  const api = await apiServing(models, {
    checkCaller: createCallerCheck(authenticate, { limit: 0, trustProxy: undefined }),
    authorisation: authorisationOn(audit, { authContext }),
    defaultModel: "vih",
    ...options,
  });
  const authorization = async (claims: Claims) => `Bearer ${await issuer.sign(claims)}`;
  return {
    ...api,
    audit,
    /** Every record but the first, which records that the model is served. */
    records: async (): Promise<AuditLine[]> => (await auditOf(audit)).slice(1),
    get: async (url: string, claims: Claims): Promise<Response> =>
      api.request.get(url).set("authorization", await authorization(claims)),
    post: async (url: string, claims: Claims, body: object): Promise<Response> =>
      api.request
        .post(url)
        .set("authorization", await authorization(claims))
        .send(body),
  };
};

type Options = Partial<AppDeps> & {
  readonly authContext?: string | undefined;
  readonly models?: readonly TinyRelease[];
  readonly audit?: ReturnType<typeof memoryBlobStore>;
};
