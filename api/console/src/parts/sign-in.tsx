import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Credential } from "../api/credential.js";
import { useWords } from "../text/words.js";
import { useSession } from "./session.js";

/** Asks for the key or the token that the api wants. */
export const SignIn = ({ scheme }: Pick<Credential, "scheme">): JSX.Element => {
  const { signIn, scheme: shown } = useSession();
  const { text } = useWords();
  const { [scheme]: sentence, ...words } = text.page.signIn;
  const [secret, setSecret] = useState("");

  const submit = (event: Event): void => {
    event.preventDefault();
    const trimmed = secret.trim();
    if (trimmed !== "") signIn({ scheme, secret: trimmed });
  };

  return (
    <form class="panel sign-in" onSubmit={submit}>
      <h2>{words.heading}</h2>
      <p>{sentence}</p>
      {shown !== undefined && (
        <p class="note bad" role="alert">
          {words.refused}
        </p>
      )}
      <label for="secret">{scheme === "key" ? words.keyLabel : words.bearerLabel}</label>
      <input
        id="secret"
        type="password"
        autocomplete="off"
        spellcheck={false}
        value={secret}
        onInput={({ currentTarget }) => setSecret(currentTarget.value)}
      />
      <button type="submit">{words.submit}</button>
      <p class="soft">{words.kept}</p>
    </form>
  );
};
