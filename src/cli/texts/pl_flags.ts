/**
 * What the flags do, in Polish.
 *
 * @module
 */
import type { Texts } from "./table.ts";

/** The texts of the flags. */
export const flags: Texts["flags"] = {
  format: "Format danych (domyślnie według zawartości i nazwy)",
  encoding: "Kodowanie znaków, na przykład windows-1250 (domyślnie wykrywane)",
  nulls: "Pomijaj pola z wartością null (domyślnie ich wiersze są odrzucane)",
  delimiter: "Separator kolumn CSV, \\t dla tabulatora (domyślnie wykrywany)",
  map:
    'Kolumna i jej pole, na przykład "Dział=custom_fields.Dział"; "Dział=" pomija kolumnę; można podać wiele razy',
  mapping: "Kolumny i ich pola z pliku, który zapisała opcja --write-mapping",
  skip: "Kolumna do pominięcia; można podać wiele razy",
  "skip-unknown": "Pomiń kolumny, których Thulium nie zna",
  sheet: "Arkusz skoroszytu (domyślnie pierwszy widoczny)",
  "header-row": "Linia (wiersz arkusza) z nagłówkiem (domyślnie wyszukiwana)",
  "full-name":
    "Kolumna z imieniem i nazwiskiem: podziel przy pierwszej spacji albo całość to nazwisko (domyślnie; obok kolumny z imieniem: reszta bez imienia)",
  "from-line":
    "Zacznij od tej linii (wiersza arkusza, elementu listy), aby kontynuować przerwany import",
  "dry-run": "Sprawdź plik, zaplanuj żądania i niczego nie wysyłaj",
  "write-mapping": "Z --dry-run: zapisz kolumny i ich pola do pliku dla --mapping",
  template:
    "Zapisz przykładowy plik ze wszystkimi kolumnami (.csv albo .xlsx) i nie rób nic więcej",
  strict: "Sprawdzaj także poprawność NIP, PESEL, e-maili, kodów pocztowych i dat",
  "allow-duplicates": "Wysyłaj też wiersze, których --key już wystąpił (domyślnie są odrzucane)",
  "max-rejected":
    "Zatrzymaj, gdy odrzuconych wierszy jest więcej, na przykład 5% albo 100 (domyślnie nigdy)",
  "no-check": "Nie czytaj całego pliku przed wysłaniem pierwszego wiersza",
  url: "Adres Thulium (domyślnie THULIUM_URL)",
  system: "System Thulium, acme dla acme.thulium.com (domyślnie THULIUM_SYSTEM)",
  user:
    "Użytkownik API (domyślnie THULIUM_USER); hasło to THULIUM_PASSWORD, inaczej program o nie zapyta",
  "batch-size": "Liczba klientów w żądaniu (domyślnie 100)",
  concurrency: "Liczba równoczesnych żądań (domyślnie 4)",
  rate: "Najwyżej tylu klientów na sekundę (domyślnie bez ograniczenia)",
  retries: "Dalsze próby dla klientów, którzy na pewno nie zostali utworzeni (domyślnie 4)",
  timeout: "Jak długo może trwać żądanie (domyślnie 30)",
  deadline: "Jak długo może trwać cały import, na przykład 15m; reszta nie zostanie wysłana",
  "stop-after-failures":
    "Zatrzymaj po tylu kolejnych nieudanych żądaniach z tego samego powodu; 0 oznacza nigdy (domyślnie 5)",
  journal:
    "Zapamiętuj utworzonych klientów, aby nikt nie powstał dwa razy, choćby listę importowano wielokrotnie. " +
    "Podaj od pierwszego uruchomienia. Albo postgres://user@host/database, dla wielu komputerów",
  key:
    "Co wyróżnia klienta: identifier (domyślnie), nip, phone_number, email albo custom_fields.NAZWA",
  reconcile:
    "Gdy odpowiedź nie dotrze, szukaj klientów po --key (domyślnie z --journal; --no-reconcile wyłącza)",
  "absent-after":
    "Po jakim czasie od utraconej odpowiedzi nieznaleziony klient jest uznawany za nieutworzonego (domyślnie 60)",
  empty:
    "sync: pola, których wiersz już nie ma, zachowują wartości (domyślnie) albo są czyszczone, gdy wiersz się zmienia (clear)",
  missing:
    "sync: zapisz numery klientów w Thulium (customer_id), którzy byli na wcześniejszych listach, a na tej ich nie ma; nikt nie jest usuwany",
  diff: "sync --dry-run: wymień przy każdym wierszu pola, które zostałyby wysłane",
  report: "Zapisz wynik każdego wiersza jako NDJSON",
  rejects: "Zapisz wiersze, które na pewno nie powstały, z powodami, w formacie danych wejściowych",
  json: "Zamiast podsumowania wypisz jedną linię JSON",
  "no-progress": "Nie pokazuj postępu",
  lang: "Język tekstów (domyślnie według LC_ALL, LC_MESSAGES albo LANG)",
  "log-level": "Komunikaty od tego poziomu: all, trace, debug, info, warn, error, fatal albo none",
  completions: "Wypisz skrypt uzupełniania poleceń dla powłoki",
  help: "Wypisz tę pomoc",
  version: "Wypisz wersję",
};

/** What stands for values in the help. */
export const metavars: Texts["metavars"] = {
  "FILE": "PLIK",
  "NAME": "NAZWA",
  "N": "N",
  "SECONDS": "SEKUNDY",
  "COLUMN": "KOLUMNA",
  "COLUMN=FIELD": "KOLUMNA=POLE",
  "FIELD": "POLE",
  "CHARACTER": "ZNAK",
  "SHARE": "UDZIAŁ",
  "DURATION": "CZAS",
  "URL": "URL",
  "LEVEL": "POZIOM",
};

/** The texts of the help's groups. */
export const groups: Texts["groups"] = {
  input: "Dane wejściowe",
  check: "Zanim cokolwiek zostanie wysłane",
  thulium: "Thulium",
  sending: "Wysyłanie",
  again: "Bez duplikatów",
  sync: "Powtarzane listy (sync)",
  output: "Wyniki",
};

/** What a flag's value must be. */
export const rules: Texts["rules"] = {
  oneOf: (choices) =>
    `musi mieć wartość ${
      [choices.slice(0, -1).join(", "), ...choices.slice(-1)].filter((part) => part !== "").join(
        " albo ",
      )
    }`,
  whole: (minimum, maximum) => `musi być liczbą całkowitą od ${minimum} do ${maximum}`,
  file: "wymaga nazwy pliku",
  text: "nie może być puste",
  character: "musi być jednym znakiem, ale nie cudzysłowem ani końcem linii",
  pair: "musi mieć postać KOLUMNA=POLE",
  columnOnce: "może podać kolumnę tylko raz",
  key: "musi mieć wartość identifier, nip, phone_number, email albo custom_fields.NAZWA",
  duration: "musi być czasem, na przykład 90s, 15m albo 2h",
  share: "musi być udziałem, na przykład 5% albo 0.05, albo liczbą wierszy",
  yes: "nie przyjmuje wartości",
  once: "można podać tylko raz",
};
