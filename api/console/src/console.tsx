import type { Language } from "@despliega/storage/language";
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";

import { heldScheme, hold, type Credential } from "./api/credential.js";
import { Header } from "./parts/header.js";
import { SessionContext } from "./parts/session.js";
import { useRoute, type Route } from "./route.js";
import { browserLanguage, WordsContext, wordsOf } from "./text/words.js";
import { HomeView } from "./views/home.js";
import { ModelView } from "./views/model.js";
import { OperateView } from "./views/operate.js";

/** The whole page. */
export const Console = (): JSX.Element => {
  const route = useRoute();
  const [language, setLanguage] = useState<Language>(() => browserLanguage(navigator.languages));
  const words = useMemo(() => wordsOf(language), [language]);
  const [signIns, setSignIns] = useState(0);
  const signIn = useCallback((credential: Credential | undefined) => {
    hold(credential);
    setSignIns((times) => times + 1);
  }, []);
  const session = useMemo(() => ({ signIn, scheme: heldScheme() }), [signIn, signIns]);

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
          <View route={route} />
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
