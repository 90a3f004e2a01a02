import { LANGUAGES, type Language } from "@despliega/storage/language";
import type { JSX } from "preact";

import { addressOf, type Route } from "../route.js";
import { useWords } from "../text/words.js";
import { useSession } from "./session.js";

interface HeaderProps {
  readonly route: Route;
  readonly setLanguage: (language: Language) => void;
}

const NAMES: Readonly<Record<Language, string>> = { en: "English", es: "Español" };

/** The bar above every view: where to go, in which language, and a way to forget the key. */
export const Header = ({ route, setLanguage }: HeaderProps): JSX.Element => {
  const { text, language } = useWords();
  const { scheme, signIn } = useSession();
  return (
    <header class="top-bar">
      <a class="brand" href={addressOf({ view: "home" })}>
        <Mark />
        Despliega
      </a>
      <nav aria-label={text.page.navigation}>
        <a
          href={addressOf({ view: "home" })}
          aria-current={route.view === "operate" ? undefined : "page"}
        >
          {text.page.models}
        </a>
        <a
          href={addressOf({ view: "operate" })}
          aria-current={route.view === "operate" ? "page" : undefined}
        >
          {text.page.operate}
        </a>
        <a href="/docs">{text.page.urls}</a>
      </nav>
      <div class="end">
        {scheme !== undefined && (
          <button type="button" class="quiet" onClick={() => signIn(undefined)}>
            {text.page.signIn.forget}
          </button>
        )}
        <div class="languages" role="group" aria-label={text.page.language}>
          {LANGUAGES.map((one) => (
            <button
              key={one}
              type="button"
              lang={one}
              aria-pressed={one === language}
              onClick={() => setLanguage(one)}
            >
              {NAMES[one]}
            </button>
          ))}
        </div>
      </div>
    </header>
  );
};

const Mark = (): JSX.Element => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" />
    <path d="M7 23l6-8 5 4 7-11" />
    <circle cx="25" cy="8" r="2.6" />
  </svg>
);
