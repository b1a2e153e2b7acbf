/**
 * The rules that a customer may break, in Polish.
 *
 * @module
 */
import { maxDepth, maxValues } from "../../customer/rules.ts";
import type { Texts } from "./table.ts";

/** The rules that a customer may break. */
export const customer: Texts["customer"] = {
  rules: {
    required: "pole wymagane",
    object: "musi być obiektem",
    text: "musi być tekstem",
    blank: "nie może być puste",
    texts: "musi być tekstem albo listą tekstów",
    phone: "musi zawierać cyfry: są w nim tylko litery",
    id: "musi być tekstem albo liczbą",
    customerId: "musi być tekstem albo dodatnią liczbą całkowitą",
    finite: "musi być skończoną liczbą",
    exact: "musi być tekstem albo dokładną liczbą: ujmij ją w cudzysłów",
    flag: "musi mieć wartość tak albo nie (w JSON true albo false)",
    customField: "musi być tekstem, liczbą, true, false albo null",
    plain: "musi być zwykłym obiektem",
    unknown: "nie jest polem znanym Thulium",
    json: "musi być wartością JSON",
    depth: `nie może być zagnieżdżone głębiej niż ${maxDepth} poziomów`,
    values: `może mieć najwyżej ${maxValues} wartości`,
    requiredNull: "pole wymagane, a ma wartość null",
    null: "ma wartość null: pomiń pole albo podaj --nulls omit",
    emptyList: "musi być obiektem, a jest pustą listą, jak zapisuje ją PHP: pomiń pole",
    unreadable: "nie można odczytać: właściwość zgłasza błąd",
    unwritable: "nie można odczytać albo zapisać jako JSON",
  },
  strict: {
    email: "musi być adresem e-mail",
    date: "musi być datą RRRR-MM-DD",
    nip: "musi być numerem NIP: dziesięć cyfr z poprawną cyfrą kontrolną",
    pesel: "musi być numerem PESEL: jedenaście cyfr z prawdziwą datą i poprawną cyfrą kontrolną",
    postcode: "musi być polskim kodem pocztowym NN-NNN",
    birthdateOfPesel: "data urodzenia nie zgadza się z numerem PESEL",
    genderOfPesel: "płeć nie zgadza się z numerem PESEL",
  },
  tooLarge: (bytes, limit) => `ma ${bytes} bajtów JSON; całe żądanie może mieć ${limit}`,
  perhaps: (rule, field) => `${rule}; może chodzi o ${field}`,
  moreIssues: (count) => `ma dalsze błędy w liczbie ${count}`,
};
