import type { Language } from "@despliega/storage/language";
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";

import { heldScheme, hold, type Credential } from "./api/credential.js";
import { Header } from "./parts/header.js";
import { SessionContext } from "./parts/session.js";
import { tokenOf, type Arrival } from "./sign-in/arrival.js";
import { SignInFailed } from "./sign-in/authority.js";
import { useRoute, type Route } from "./route.js";
import { browserLanguage, WordsContext, wordsOf } from "./text/words.js";
import { HomeView } from "./views/home.js";
import { ModelView } from "./views/model.js";
import { OperateView } from "./views/operate.js";

interface ConsoleProps {
  /** What the authority sent the reader back with; undefined where nobody comes from there. */
  readonly arrival: Arrival | undefined;
}

/** The whole page. */
export const Console = ({ arrival }: ConsoleProps): JSX.Element => {
  const route = useRoute();
  const [language, setLanguage] = useState<Language>(() => browserLanguage(navigator.languages));
  const words = useMemo(() => wordsOf(language), [language]);
  const [signIns, setSignIns] = useState(0);
  const signIn = useCallback((credential: Credential | undefined) => {
    hold(credential);
    setSignIns((times) => times + 1);
  }, []);
  const [isArriving, setIsArriving] = useState(arrival !== undefined);
  const [failure, setFailure] = useState<SignInFailed>();
  const session = useMemo(
    () => ({ signIn, failure, scheme: heldScheme() }),
    [signIn, failure, signIns],
  );

  useEffect(() => {
    if (arrival === undefined) return;
    tokenOf(arrival)
      .then(
        (secret) => signIn({ scheme: "bearer", secret }),
        (error: unknown) => setFailure(error instanceof SignInFailed ? error : new SignInFailed()),
      )
      .finally(() => setIsArriving(false));
  }, [arrival, signIn]);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  return (
    <WordsContext.Provider value={words}>
      <SessionContext.Provider value={session}>
        <a class="skip" href="#content" onClick={toContent}>
          {words.text.page.skip}
        </a>
        <Header route={route} setLanguage={setLanguage} />
        <main id="content" tabIndex={-1} key={signIns}>
          {isArriving ? (
            <p class="soft waiting">{words.text.page.loading}</p>
          ) : (
            <View route={route} />
          )}
        </main>
        <footer>
          <p>{words.text.page.readOnly}</p>
        </footer>
      </SessionContext.Provider>
    </WordsContext.Provider>
  );
};

const View = ({ route }: { readonly route: Route }): JSX.Element => {
  if (route.view === "home") return <HomeView />;
  if (route.view === "operate") return <OperateView />;
  return <ModelView key={route.model} model={route.model} tab={route.tab} />;
};

/** The fragment names the view, so that a link to the content must not change it. */
const toContent = (event: Event): void => {
  event.preventDefault();
  document.getElementById("content")?.focus();
};
