/**
 * The texts of `--template`, in Polish.
 *
 * @module
 */
import type { Texts } from "./table.ts";

/** The texts. */
export const template: Texts["template"] = {
  sheet: "Klienci",
  formats: (extensions) =>
    `--template zapisuje tylko ${extensions.map((one) => `.${one}`).join(" albo ")}`,
  written: (file) => `Zapisano ${file}. Wypełnij ten plik i zaimportuj go.`,
  columns: {
    surname: "Nazwisko",
    name: "Imię",
    phone_number: "Telefon",
    email: "E-mail",
    identifier: "Identyfikator",
    company_id: "ID firmy",
    type: "Typ klienta",
    group: "Grupa",
    gender: "Płeć",
    birthdate: "Data urodzenia",
    nip: "NIP",
    pesel: "PESEL",
    job: "Miejsce pracy",
    job_title: "Stanowisko",
    account_manager: "Opiekun",
    homepage: "Strona WWW",
    note: "Uwagi",
    vip: "VIP",
    street: "Ulica",
    building: "Nr budynku",
    flat: "Nr mieszkania",
    postcode: "Kod pocztowy",
    city: "Miasto",
    country: "Kraj",
    invoice_street: "Ulica do faktury",
    invoice_building: "Nr budynku do faktury",
    invoice_flat: "Nr mieszkania do faktury",
    invoice_postcode: "Kod pocztowy do faktury",
    invoice_city: "Miasto do faktury",
    invoice_country: "Kraj do faktury",
  },
};
