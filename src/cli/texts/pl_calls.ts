/**
 * What failed calls, outcomes, settings of the connection and journals say, in Polish.
 *
 * @module
 */
import type { Texts } from "./table.ts";

/** The errors of calls. */
export const calls: Texts["calls"] = {
  delivery: {
    "not-sent": { add: "nic nie wysłano", update: "nic nie wysłano" },
    refused: {
      add: "nie utworzono żadnego klienta z tego żądania",
      update: "nie zmieniono żadnego klienta z tego żądania",
    },
    unknown: {
      add: "klienci z tego żądania mogli zostać utworzeni",
      update: "klienci z tego żądania mogli zostać zmienieni",
    },
  },
  connect: {
    refused: "Thulium odmówiło połączenia",
    dns: "nie znaleziono adresu Thulium (DNS): sprawdź URL",
    tls: "nie udało się nawiązać bezpiecznego połączenia z Thulium (TLS, certyfikat)",
    "not-allowed": "program nie może łączyć się z Thulium: zezwól na ten adres przez --allow-net",
    "blocked-port": "fetch blokuje port z adresu Thulium: użyj innego portu",
    other: "nie udało się połączyć z Thulium",
  },
  stop: {
    time: "czas importu minął przed tym żądaniem",
    calls: "liczba żądań importu wyczerpała się przed tym żądaniem",
    interrupted: "import przerwano przed tym żądaniem",
    failures: "import zatrzymano przed tym żądaniem, bo wcześniejsze się nie udały",
  },
  answer: {
    cut: "odpowiedź Thulium się urwała",
    "too-large": "odpowiedź Thulium jest za długa",
    "not-json": "odpowiedź Thulium nie jest w formacie JSON",
    "wrong-shape": "odpowiedź Thulium ma inną postać, niż obiecuje dokumentacja",
  },
  auth: {
    401: {
      add: "Thulium odrzuciło użytkownika albo hasło",
      update: "Thulium odrzuciło użytkownika albo hasło",
    },
    403: {
      add: "Thulium nie pozwala temu użytkownikowi dodawać klientów",
      update: "Thulium nie pozwala temu użytkownikowi zmieniać klientów",
    },
  },
  refused: {
    404: "w Thulium nie ma takiego adresu: sprawdź URL",
    413: "żądanie jest za duże dla Thulium",
    other: "Thulium odrzuciło całe żądanie",
  },
  transport: {
    CircuitOpen: "żądania są wstrzymane, bo zbyt wiele się nie udało",
    Repeated:
      "HttpClient próbował wysłać żądanie ponownie: usuń jego powtórzenia i podążanie za przekierowaniami",
    ConnectionLost: "połączenie z Thulium zostało zerwane przed odpowiedzią",
    TimedOut: "Thulium nie odpowiedziało na czas",
    RateLimited: "Thulium prosi o mniej żądań",
    Unavailable: "Thulium jest niedostępne",
    UnavailableProxy: "serwer pośredniczący przed Thulium zgłasza, że jest niedostępny",
    Redirected: "Thulium odpowiedziało przekierowaniem, za którym program nie idzie: sprawdź URL",
    ServerFailed: "wystąpił błąd po stronie Thulium",
  },
};

/** What outcomes say. */
export const outcomes: Texts["outcomes"] = {
  ended: "import zakończył się, zanim wysłano tego klienta",
  endedInDoubt: "import zakończył się, zanim Thulium odpowiedziało",
  userRefused: "nie wysłano, bo Thulium już wcześniej odrzuciło użytkownika",
  died: "żądanie przerwał błąd programu",
  miscounted: "zasada wysyłania nie podała po jednym wyniku dla każdego klienta",
  lost: "żądanie nie podało wyniku dla tego klienta",
  sendLater: "Thulium prosi, aby wysłać tego klienta później",
  noStatus: "w odpowiedzi Thulium nie ma statusu dla tego klienta",
  otherCustomer: "odpowiedź Thulium dotyczy innego klienta",
  noId: "w odpowiedzi Thulium nie ma customer_id dla tego klienta",
  failedAtCustomer: "w Thulium wystąpił błąd przy tym kliencie",
  earlierAdd: "tego klienta mogła utworzyć wcześniejsza próba",
  earlierUpdate: "tego klienta mogła zmienić wcześniejsza próba",
  otherUpdate: "zmienia go inny import albo zmieniał go, gdy został przerwany",
  keyTwice: "inny wiersz tej listy ma ten sam klucz i inne wartości",
  noKey:
    "brak klucza, po którym można by rozpoznać klienta: zmieniony wiersz zostałby utworzony ponownie",
  ofAnother: "klient w Thulium z tym kluczem należy do innego wiersza",
  ofOtherName: "klient w Thulium z tym kluczem ma inne nazwisko",
  severalKeys: "kilku klientów w Thulium ma ten klucz",
  staleId: "w Thulium nie ma klienta o identyfikatorze z dziennika",
  notSent: "nie wysłano",
  notLooked: "nie można było go wyszukać",
  nobodyHasKey: "nikt nie ma jego klucza",
  mayExist: "mógł zostać utworzony",
  provedAbsent: "nie został utworzony: wyszukiwanie nie znalazło takiego klienta",
  notFoundYet: "wyszukiwanie go nie znalazło, ale Thulium może jeszcze pracować nad żądaniem",
  anotherRow: "klient z tym kluczem to inny wiersz",
  several: "wyszukiwanie znalazło kilku klientów z tym kluczem",
  tooMany: "wyszukiwanie znalazło zbyt wielu innych klientów",
  otherSurname: "klient z tym kluczem ma inne nazwisko",
  othersOnly: "wyszukiwanie znalazło tylko innych klientów",
  otherForm: "wyszukiwanie go nie znalazło, ale Thulium mogło zapisać klucz w innej postaci",
  lookupFailed: "wyszukiwanie się nie udało",
  otherRun: "wysyła go inny import albo wysyłał go, gdy został przerwany",
  noLookup: "mógł go utworzyć wcześniejszy import, a wyszukać go się nie da",
  otherRunCreated: "mógł go utworzyć inny import",
  rateWait: "nie wysłano, bo przez ograniczenie tempa czekanie trwałoby zbyt długo",
  mayNotLookUp: "ten użytkownik nie może wyszukiwać klientów",
  hadOutcome: "nie wysłano: żądanie miało już wynik",
  twice: "mógł zostać utworzony: był dwa razy w jednym żądaniu",
  takenOver: "nie wysłano: przejął go inny import",
  journalLost: "dziennik zgubił wynik tego klienta",
  journalUnusable: "nie wysłano: nie można było użyć dziennika",
  journalUnwritable: "nie wysłano: nie można było zapisać dziennika",
  journalSlow: "nie wysłano: dziennik odpowiada zbyt wolno",
  journalUnreadable: "nie można było odczytać dziennika",
};

/** What the settings of the connection must be. */
export const connection: Texts["connection"] = {
  system: "musi być jedną nazwą z liter, cyfr i łączników, na przykład acme",
  absolute: "musi być pełnym adresem URL, na przykład https://acme.thulium.com",
  protocol: "musi zaczynać się od https://",
  userInUrl: "nie może zawierać użytkownika ani hasła: podaj je osobno",
  query: "nie może zawierać zapytania ani fragmentu",
  https: "musi używać https: przez http hasło byłoby wysłane bez szyfrowania",
  given: "trzeba podać",
  redacted: "trzeba podać jako Redacted",
  colon: "nie może zawierać dwukropka (RFC 7617)",
  control: "nie mogą zawierać znaków sterujących (RFC 7617)",
  language: "musi być oznaczeniem języka, na przykład pl, albo ich listą",
};

/** What journals say. */
export const journal: Texts["journal"] = {
  empty: "plik jest pusty, więc został ucięty. Jeśli nie używał go jeszcze żaden import, usuń go",
  cut: "plik został ucięty: jest krótszy, niż sam podaje",
  "not-sqlite": "to nie jest dziennik",
  cannotMake: "nie można utworzyć",
  noFolder: "nie można utworzyć: nie ma takiego folderu",
  noPermission: "nie można utworzyć: program nie ma prawa czytać tam ani pisać",
  noSqlite: "dziennik w pliku wymaga node:sqlite: Deno 2.2, Node 22.13 albo nowszego",
  cannotRead: "nie można odczytać",
  cannotUse: "nie można użyć jako dziennika",
  database: "baza danych dziennika",
  refuses: "odrzuca użytkownika albo hasło",
  unreachable: "jest nieosiągalna albo połączenie zostało zerwane",
  failed: "zgłosiła błąd",
  hangs: "dziennik nie odpowiada",
  fileOrAddress: "musi być plikiem albo adresem, na przykład postgres://user@host/database",
  address: "musi być adresem, na przykład postgres://user@host/database",
  user: "musi zawierać użytkownika, na przykład postgres://user@host/database",
  host: "musi zawierać serwer i bazę, na przykład postgres://user@host/database",
};
