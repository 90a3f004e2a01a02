import { createAuthenticator, isDenial, readAuthSettings } from "@despliega/api";
import { expect, test } from "@jest/globals";
import { startTokenIssuer } from "despliega/start/token-issuer.js";

import { capturedLog } from "../api/support.js";

test.each([
  ["", { ver: "2.0", acrs: ["c1"], amr: undefined }],
  ["&version=2.0&factors=1", { ver: "2.0", acrs: undefined, amr: undefined }],
  ["&version=1.0", { ver: "1.0", amr: ["pwd", "mfa"], acrs: undefined }],
  ["&version=1.0&factors=1", { ver: "1.0", amr: undefined, acrs: undefined }],
])("a token of this machine with %j has the claims of Entra's", async (query, claims) => {
  const ends: (() => Promise<unknown> | void)[] = [];
  const stop = { add: async (end: () => Promise<unknown> | void) => void ends.push(end) };
  const { environment, tokenUrl } = await startTokenIssuer(stop as never);
  try {
    const settings = readAuthSettings(environment, "127.0.0.1");
    const { logger } = capturedLog();
    const authenticate = await createAuthenticator(settings, { logger, timeout: 60_000 });
    const token = await (await fetch(`${tokenUrl("vih.predict")}${query}`)).text();
    const result = await authenticate({ authorization: `Bearer ${token}` });
    if (isDenial(result)) throw new Error(JSON.stringify(result));
    expect(result.claims).toMatchObject({ roles: ["despliega.local", "vih.predict"] });
    const { ver, acrs, amr } = result.claims!;
    expect({ ver, acrs, amr }).toEqual(claims);
    expect((await fetch(`${tokenUrl("r")}&version=3.0`)).status).toBe(404);
  } finally {
    for (const end of ends) await end();
  }
});
