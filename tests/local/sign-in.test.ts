import { createHash } from "node:crypto";

import { beforeEach, expect, test } from "@jest/globals";
import { CONSOLE_CLIENT, signInsOf, type SignIns } from "despliega/start/sign-in.js";

const VERIFIER = "v".repeat(43);
const CONSOLE = "http://localhost:8081";

let time = 0;
let signIns: SignIns;

beforeEach(() => {
  signIns = signInsOf([CONSOLE], () => time);
});

const asking = (changed: Readonly<Record<string, string>> = {}): URLSearchParams =>
  new URLSearchParams({
    client_id: CONSOLE_CLIENT,
    response_type: "code",
    response_mode: "fragment",
    redirect_uri: `${CONSOLE}/`,
    ...{ state: "s", nonce: "n" },
    code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    code_challenge_method: "S256",
    ...changed,
  });

const sentBack = (changed?: Readonly<Record<string, string>>): URLSearchParams =>
  new URLSearchParams(new URL(signIns.authorize(asking(changed))!).hash.slice(1));

const redeeming = (changed: Readonly<Record<string, string>> = {}): URLSearchParams =>
  new URLSearchParams({
    grant_type: "authorization_code",
    client_id: CONSOLE_CLIENT,
    redirect_uri: `${CONSOLE}/`,
    code: sentBack().get("code")!,
    code_verifier: VERIFIER,
    ...changed,
  });

test("a code is redeemed once, by who asked for it", () => {
  const form = redeeming();
  expect(signIns.redeem(form)).toMatchObject({ nonce: "n", secondFactor: false });
  expect(signIns.redeem(form)).toBeUndefined();
});

test.each([
  ["another verifier", { code_verifier: "w".repeat(43) }],
  ["no verifier", { code_verifier: "" }],
  ["another client", { client_id: "other" }],
  ["another page", { redirect_uri: "http://localhost:9/" }],
  ["another grant", { grant_type: "refresh_token" }],
  ["a code that was not given", { code: "guessed" }],
])("nothing is given for %s", (_, changed) => {
  expect(signIns.redeem(redeeming(changed))).toBeUndefined();
});

test("a code is good for a minute", () => {
  const form = redeeming();
  time += 60_000;
  expect(signIns.redeem(form)).toBeUndefined();
});

test.each(["http://evil.example/", `${CONSOLE}/other`, "http://localhost:8081.evil.example/", ""])(
  "no browser is sent to %j",
  (redirect_uri) => {
    expect(signIns.authorize(asking({ redirect_uri }))).toBeUndefined();
  },
);

test.each([
  ["invalid_request", { code_challenge_method: "plain" }],
  ["invalid_request", { code_challenge: "short" }],
  ["unsupported_response_type", { response_type: "token" }],
])("%s is answered to %j", (error, changed) => {
  const answer = sentBack(changed);
  expect([answer.get("error"), answer.get("state"), answer.get("code")]).toEqual([
    error,
    "s",
    null,
  ]);
});

test("a second factor is shown to who asks for it", () => {
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
  const code = sentBack({ claims }).get("code")!;
  expect(signIns.redeem(redeeming({ code }))).toMatchObject({ secondFactor: true });
});
