import { z } from "zod";

import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import { jsonAnswer, serverEndpoint, type Endpoint } from "../openapi/endpoint.js";
import { schemaOf } from "../openapi/schema.js";
import type { SignIn } from "../security/authentication/sign-in.js";

const SIGN_IN = z.strictObject({
  signIn: z
    .strictObject({
      clientId: z.string(),
      scope: z.string().meta({ description: "Of a token for this api." }),
      authority: z.string().meta({
        description: "The url below which `/.well-known/openid-configuration` is.",
      }),
    })
    .nullable()
    .meta({ description: "Null where a token is pasted, and where none is asked for." }),
});

/** `/v1/sign-in`: how a page gets a token for this api. It is answered to everybody, since who asks has none yet. */
export const signInRoute = (signIn: SignIn | undefined): Route => {
  const body = JSON.stringify({ signIn: signIn ?? null } satisfies z.input<typeof SIGN_IN>);
  return {
    method: "get",
    path: "/v1/sign-in",
    handler: (_request, response) =>
      send(response, 200, ["content-type", "application/json"], body),
  };
};

/** This url in the document. */
export const SIGN_IN_ENDPOINT: Endpoint = serverEndpoint(
  "/v1/sign-in",
  "signIn",
  "How a page gets a token for this api",
  jsonAnswer(
    "A client of OpenID Connect without a secret, which uses authorisation codes with PKCE.",
    schemaOf(SIGN_IN),
  ),
  { public: true },
);
