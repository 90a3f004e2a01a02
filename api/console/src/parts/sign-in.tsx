import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";

import type { Fault } from "../api/ask.js";
import type { SignInAnswer, SignInOffer } from "../api/types.js";
import { urls } from "../api/urls.js";
import { useAnswer } from "../api/use-answer.js";
import { SignInFailed } from "../sign-in/authority.js";
import { beginSignIn, canSignIn } from "../sign-in/begin.js";
import { useWords } from "../text/words.js";
import { useSession } from "./session.js";

interface SignInProps {
  /** The answer that asks for it. */
  readonly fault: Fault;
}

/** Asks for the key or the token that the api wants, or sends the reader to where a token is given. */
export const SignIn = ({ fault }: SignInProps): JSX.Element => {
  const { scheme: shown } = useSession();
  const { text } = useWords();
  const { signIn: words } = text.page;
  const { scheme, claims } = fault;
  const { value, fault: unknown } = useAnswer<SignInAnswer>(
    scheme === "bearer" && canSignIn() ? urls.signIn : undefined,
  );
  const isKnown = scheme === "key" || !canSignIn() || value !== undefined || unknown !== undefined;
  const offer = value?.signIn ?? undefined;
  return (
    <div class="panel sign-in">
      <h2>{words.heading}</h2>
      <p>{words[scheme]}</p>
      {shown !== undefined && (
        <p class="note bad" role="alert">
          {claims === undefined ? words.refused : text.faults.stepUp}
        </p>
      )}
      {!isKnown && <p class="soft waiting">{text.page.loading}</p>}
      {offer !== undefined && <GoThere offer={offer} claims={claims} />}
      {isKnown && offer === undefined && <Secret scheme={scheme} />}
      {offer !== undefined && (
        <details>
          <summary>{words.paste}</summary>
          <Secret scheme={scheme} />
        </details>
      )}
      <p class="soft">{words.kept}</p>
    </div>
  );
};

interface GoThereProps {
  readonly offer: SignInOffer;
  readonly claims: string | undefined;
}

/** Sends the reader to the authority. */
const GoThere = ({ offer, claims }: GoThereProps): JSX.Element => {
  const { failure: before } = useSession();
  const { text } = useWords();
  const { signIn: words } = text.page;
  const [isGoing, setIsGoing] = useState(false);
  const [failure, setFailure] = useState(before);
  const go = (): void => {
    setIsGoing(true);
    beginSignIn(offer, claims).catch((error: unknown) => {
      setFailure(error instanceof SignInFailed ? error : new SignInFailed());
      setIsGoing(false);
    });
  };
  return (
    <>
      {failure !== undefined && (
        <p class="note bad" role="alert">
          {words.failed} {failure.code !== "" && <code>{failure.code}</code>}
        </p>
      )}
      <p>
        <button type="button" disabled={isGoing} onClick={go}>
          {words.there(new URL(offer.authority).host)}
        </button>
      </p>
    </>
  );
};

/** Takes a key or a token. */
const Secret = ({ scheme }: Pick<Fault, "scheme">): JSX.Element => {
  const { signIn } = useSession();
  const { signIn: words } = useWords().text.page;
  const [secret, setSecret] = useState("");
  const id = useId();
  const submit = (event: Event): void => {
    event.preventDefault();
    const trimmed = secret.trim();
    if (trimmed !== "") signIn({ scheme, secret: trimmed });
  };
  return (
    <form onSubmit={submit}>
      <label for={id}>{scheme === "key" ? words.keyLabel : words.bearerLabel}</label>
      <input
        id={id}
        type="password"
        autocomplete="off"
        spellcheck={false}
        value={secret}
        onInput={({ currentTarget }) => setSecret(currentTarget.value)}
      />
      <button type="submit">{words.submit}</button>
    </form>
  );
};
