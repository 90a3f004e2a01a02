import { createSecretKey, type KeyObject } from "node:crypto";

import { SettingInvalid, weaknessOf } from "@despliega/storage";
import { z } from "zod";

/** Where messages are sent, and what signs them. */
export interface WebhookSettings {
  readonly url: URL;
  /** Several while a secret is replaced: each signs. */
  readonly secrets: readonly KeyObject[];
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const isSafe = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
};

const LEAST_BYTES = 24;

const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** A secret, as Standard Webhooks writes it. @returns undefined for anything else */
const secretOf = (text: string): KeyObject | undefined => {
  const [, base64] = SECRET.exec(text.trim()) ?? [];
  if (base64 === undefined) return undefined;
  const bytes = Buffer.from(base64, "base64");
  return bytes.length >= LEAST_BYTES && bytes.length <= 64 ? createSecretKey(bytes) : undefined;
};

/** The settings of the webhook. */
export const WebhookEnvironment = z.object({
  DESPLIEGA_WEBHOOK_URL: z
    .string()
    .refine(isSafe, {
      error: "must be an https url without a name or a password, or an http url of this machine",
    })
    .optional()
    .meta({
      description:
        "where every move of a pointer, every verdict on a training and every bad one of monitoring is sent: [webhook](webhook.md)",
      default: "nothing is sent",
    }),
  DESPLIEGA_WEBHOOK_SECRET: z
    .string()
    .transform((text, context) => {
      const secrets = text.split(",").map(secretOf);
      if (secrets.every((secret) => secret !== undefined)) {
        const weakest = secrets
          .map((secret) => weaknessOf(secret.export(), LEAST_BYTES))
          .find((weak) => weak);
        if (weakest !== undefined) context.addIssue(weakest);
        return secrets;
      }
      context.addIssue("must be whsec_ and 24 to 64 bytes in base64; several with commas");
      return z.NEVER;
    })
    .optional()
    .meta({
      description:
        "the secret that signs what is sent, `whsec_` and 24 to 64 bytes in base64; while it is replaced both, with a comma",
    }),
});

/** Reads where messages are sent. @throws `SETTING_INVALID` for a url without a secret, or the other way round */
export const webhookOf = ({
  DESPLIEGA_WEBHOOK_URL: url,
  DESPLIEGA_WEBHOOK_SECRET: secrets,
}: z.output<typeof WebhookEnvironment>): WebhookSettings | undefined => {
  if (url !== undefined && secrets !== undefined) return { url: new URL(url), secrets };
  if (url === undefined && secrets === undefined) return undefined;
  const [name, other] =
    url === undefined
      ? ["DESPLIEGA_WEBHOOK_URL", "DESPLIEGA_WEBHOOK_SECRET"]
      : ["DESPLIEGA_WEBHOOK_SECRET", "DESPLIEGA_WEBHOOK_URL"];
  throw new SettingInvalid({ name, problem: `must be set where ${other} is` });
};
