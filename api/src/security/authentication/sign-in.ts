/** How the console gets a token: by an authorisation code with PKCE of OpenID Connect, as a client without a secret. */
export interface SignIn {
  readonly clientId: string;
  /** The scope of the token for this api. */
  readonly scope: string;
  /** The url below which `/.well-known/openid-configuration` is; it ends without a slash. */
  readonly authority: string;
}
