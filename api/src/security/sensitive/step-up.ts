import type { Denial } from "../../http/denial.js";

const CODE = "STEP_UP_REQUIRED";

// https://www.rfc-editor.org/rfc/rfc9470#section-3
const challenge = (more = ""): string =>
  `Bearer error="insufficient_user_authentication", error_description="A second factor is needed"${more}`;

const WITHOUT_CONTEXT: Denial = { code: CODE, headers: ["www-authenticate", challenge()] };

/**
 * Refuses the token of a caller who signed in with one factor, and says how to get a better one. The first challenge is
 * for clients of Entra, which read no other; the second is that of RFC 9470.
 *
 * @param context of Entra that the new token must have met
 */
export const stepUp = (context: string | undefined): Denial =>
  context === undefined
    ? WITHOUT_CONTEXT
    : {
        code: CODE,
        headers: [
          ...["www-authenticate", claimsChallenge(context)],
          ...["www-authenticate", challenge(`, acr_values="${context}"`)],
        ],
      };

/** https://learn.microsoft.com/entra/identity-platform/claims-challenge */
const claimsChallenge = (context: string): string => {
  const claims = { access_token: { acrs: { essential: true, value: context } } };
  const encoded = Buffer.from(JSON.stringify(claims)).toString("base64");
  return `Bearer realm="", authorization_uri="${AUTHORIZE}", error="insufficient_claims", claims="${encoded}"`;
};

const AUTHORIZE = "https://login.microsoftonline.com/common/oauth2/authorize";
