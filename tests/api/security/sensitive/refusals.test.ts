import { auditRefusals, createAudit, isDenial, type CallerCheck } from "@despliega/api";
import { memoryBlobStore, verifyAudit } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { auditOf, authorisationOn, callerCheckFor, WHOLE } from "../../../support/sensitive.js";
import { apiServing } from "../../protocols/support.js";
import { capturedLog } from "../../support.js";
import { VIH } from "./support.js";

const DENIED = { code: "UNAUTHENTICATED", headers: [] } as const;

/** Refuses everybody without an authorisation header. */
const check: CallerCheck = (request, now) =>
  request.headers.authorization === undefined ? DENIED : callerCheckFor(WHOLE)(request, now);

const setUp = () => {
  const store = memoryBlobStore();
  const audit = createAudit({ store, logger: capturedLog().logger, timeoutSeconds: 5 });
  const audited = auditRefusals(check, { audit, addressOf: () => "192.0.2.7" });
  return { store, audit, audited };
};

test("a flood of callers who are refused before a model is known fills no audit, and all are counted", async () => {
  const { store, audit, audited } = setUp();
  const request = { url: "/v1/models/vih/prediction", headers: {}, socket: {} as never };
  expect(isDenial(await audited(request, 0))).toBe(true);
  expect(await auditOf(store)).toEqual([]);

  await audit.write("vih", { decision: "served" });
  for (let i = 0; i < 5_000; i++) await audited(request, 0);
  expect(await audited({ ...request, headers: { authorization: "x" } }, 0)).toMatchObject({
    name: "object-1",
  });
  audited.flush();
  await audit.close();
  const refusals = (await auditOf(store)).filter(({ decision }) => decision === "refused");
  expect(refusals).toHaveLength(21);
  expect(refusals[0]).toEqual({
    ...{ at: expect.any(String), decision: "refused" },
    ...{ why: "UNAUTHENTICATED", address: "192.0.2.7" },
  });
  expect(refusals.at(-1)).toMatchObject({ why: "UNAUTHENTICATED", count: 4_980 });
  expect(await verifyAudit(store, {})).toMatchObject({ faults: 0, writers: 2, open: 0 });
});

test("an api that serves people's models records a caller without a token", async () => {
  const { store, audit, audited } = setUp();
  const authorisation = authorisationOn(store);
  const api = await apiServing([VIH], { checkCaller: audited, authorisation });
  await audit.write("vih", { decision: "served" });
  expect((await api.request.get("/v1/models")).status).toBe(401);
  await audit.close();
  expect(await auditOf(store)).toContainEqual(
    expect.objectContaining({ decision: "refused", why: "UNAUTHENTICATED" }),
  );
});
