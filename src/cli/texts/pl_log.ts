/**
 * What the log says, in Polish.
 *
 * @module
 */
import { countedIn } from "./plural.ts";
import type { LogTexts } from "./table.ts";

const counted = countedIn("pl");
/** After a word such as "for". */
const ofCustomers = (count: number): string =>
  counted(count, { one: "klienta", other: "klientów" });

/** The texts. */
export const log: LogTexts = {
  levels: { Info: "informacja", Warn: "uwaga", Error: "błąd", Fatal: "błąd" },
  waiting: (seconds, count) =>
    `program czeka najwyżej ${seconds} s, aż wyjaśni się, czy utworzono ${ofCustomers(count)}`,
  waitingForRun: (seconds, count) =>
    `inny import wysyła ${
      ofCustomers(count)
    } albo został w trakcie przerwany: program czeka najwyżej ${seconds} s`,
  notSent: (count) => `nie wysłano ${ofCustomers(count)}`,
  circuit: {
    open: "zbyt wiele żądań się nie powiodło: przez chwilę nie będzie następnych",
    closed: "Thulium znów odpowiada: wysyłanie trwa dalej",
  },
  journal: {
    lost: (count) => `inny import przejął ${ofCustomers(count)}`,
    found: (count) => `znaleziono w Thulium ${ofCustomers(count)}, co do których nie było pewności`,
    absent: (count) => `w Thulium nie ma ${ofCustomers(count)}, więc wysyłka będzie ponowiona`,
    claim_failed: (count) => `dziennik zawiódł: nie wysłano ${ofCustomers(count)}`,
    confirm_failed: (count) => `dziennik zawiódł przed żądaniem: nie wysłano ${ofCustomers(count)}`,
    read_failed: (count) => `dziennika nie odczytano dla ${ofCustomers(count)}`,
    write_failed: (count) => `dziennika nie zapisano dla ${ofCustomers(count)}`,
  },
  messages: {
    unwritten:
      "Dziennika nie zapisano po żądaniu; dla kolejnych importów los jego klientów jest niepewny",
    mayNotLookUp:
      "Thulium nie pozwala temu użytkownikowi wyszukiwać klientów (HTTP 403): niepewni pozostaną niepewni",
    callDied: "Żądanie przerwał błąd programu",
    listenerDied: "Obsługę postępu przerwał błąd programu",
  },
};
