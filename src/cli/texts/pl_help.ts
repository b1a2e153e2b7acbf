/**
 * Help and errors of usage, in Polish.
 *
 * @module
 */
import { formats } from "./pl_notices.ts";
import type { Texts } from "./table.ts";

/** The help. */
export const help: Texts["help"] = {
  description: "Dodaje do Thulium wielu klientów, a żadnego dwa razy.",
  importDescription:
    "Importuje do Thulium plik z klientami i mówi, co się stało z każdym wierszem.",
  syncDescription:
    "Uzgadnia Thulium z plikiem klientów: każdego tworzy, zmienia albo zostawia bez zmian.",
  usage: "Użycie: import PLIK [opcje]\n" +
    "        sync PLIK --journal PLIK [opcje]\n" +
    "PLIK to .csv, .xlsx, .ndjson albo .json, także spakowany jako .gz; - oznacza standardowe wejście.",
  examples: "Przykłady",
  example: {
    check: "Sprawdź plik i niczego nie wysyłaj",
    import: "Zaimportuj go i zapamiętaj, kto został utworzony, aby można było zacząć ponownie",
    again: "To samo, z wynikiem każdego wiersza w pliku",
    template: "Zapisz przykładowy plik do wypełnienia",
    sync: "Zobacz, co zmieniłaby lista, która przychodzi ponownie",
  },
  exitStatus: "Kod zakończenia",
  exit: {
    0: "wszyscy klienci są w Thulium; z --dry-run: żaden wiersz nie zostałby odrzucony",
    1: "niektórych może nie być; z --dry-run: niektóre wiersze zostałyby odrzucone",
    2: "złe użycie lub konfiguracja albo nie można użyć pliku",
    3: "odrzucono więcej wierszy, niż pozwala --max-rejected",
    130: "przerwano",
  },
  commands: "Polecenia",
  more: "import --help objaśnia wszystkie opcje.",
  wrongValue: (flag, rule) => `--${flag} ${rule}`,
  unknownFlag: (flag, closest) =>
    (flag === undefined ? "Nie ma takiej opcji" : `Nie ma opcji ${flag}`) +
    (closest === undefined ? "." : `. Może chodzi o --${closest}:`),
  onlySync: (flag) => `--${flag} działa tylko z poleceniem sync:`,
  noPassword:
    "Hasła nie podaje się w opcji, bo inni mogliby je zobaczyć: ustaw THULIUM_PASSWORD albo poczekaj na pytanie.",
  unknownCommand: "Nie ma takiego polecenia. Zacznij od import PLIK.",
  tooManyArguments: "Podaj jeden plik. Wartość ze spacjami musi być w cudzysłowie.",
  missingFile: "Podaj plik do importu albo - dla standardowego wejścia.",
};

/** Why a command can't begin or go on. */
export const usage: Texts["usage"] = {
  notFound: (file) => `${file}: nie ma takiego pliku`,
  mayNotRead: (file) => `${file}: brak uprawnień do odczytu`,
  notAllowed: (file, what) =>
    `${file}: Deno nie może ${
      what === "read" ? "odczytać" : "zapisać"
    } tego pliku. Dodaj --allow-${what}=FOLDER przed nazwą programu albo przejdź najpierw (cd) do folderu z plikiem`,
  cannotRead: (file) => `${file}: nie można odczytać`,
  isFolder: (file) => `${file}: to jest folder`,
  isAddress: "dane muszą być w pliku, a nie pod adresem",
  theInput: "dane wejściowe",
  sameFile: (one, other) => `${one} i ${other} nie mogą być tym samym plikiem`,
  cannotWrite: (file) => `${file}: nie można zapisać`,
  exists: (file) => `${file}: plik już istnieje i nie zostanie nadpisany`,
  rejectsExist: (file) =>
    `${file}: plik już istnieje i mogą w nim być poprawki. Zaimportuj go albo usuń, albo podaj w --rejects inną nazwę`,
  badMapping: (file) =>
    `${file}: musi być w formacie JSON, na przykład {"columns":{"Dział":"custom_fields.Dział","Uwagi 2":null}}`,
  mappingWithoutDryRun: "--write-mapping wymaga --dry-run",
  syncNeedsJournal: "sync wymaga --journal: w nim pamięta, co wysłano do Thulium",
  syncLooksUp: "sync wyszukuje klientów: --no-reconcile jest dla importu",
  otherKey: (noted, given) =>
    `ten dziennik rozpoznaje klientów po polu ${noted}, a nie ${given}: z --key ${given} wszyscy ` +
    `zostaliby utworzeni ponownie. Podaj --key ${noted} albo inny dziennik`,
  notForInput: (flag, format) =>
    `--${flag} nie dotyczy takich danych (${formats[format]}): usuń tę opcję`,
  mappedAndSkipped: "--map i --skip podają tę samą kolumnę",
  noMapping: "--mapping i --write-mapping są dla danych z kolumnami",
  needsFile: "podaj plik do importu albo - dla standardowego wejścia",
  giveUser: "podaj --user albo THULIUM_USER",
  giveUrl: "podaj albo --url lub THULIUM_URL, albo --system lub THULIUM_SYSTEM",
  names: {
    url: "--url lub THULIUM_URL",
    system: "--system lub THULIUM_SYSTEM",
    user: "--user lub THULIUM_USER",
    password: "THULIUM_PASSWORD",
  },
  noTerminal: "podaj THULIUM_PASSWORD: nie ma terminala, na którym można zapytać",
  askPassword: "Hasło do Thulium",
  defect: "To błąd programu; --log-level debug pokaże więcej.",
};
