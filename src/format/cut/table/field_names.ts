/**
 * The names that people's programs give to columns, in Polish, English and German, in the plain form of
 * `plain_name.ts`: Excel, Outlook, Google Contacts, HubSpot, Bitrix24, WooCommerce, PrestaShop, BaseLinker, Subiekt.
 *
 * **A name that may mean two things is not here**, because a guess would create wrong customers: `Nazwa` is a person
 * or a company, `Title` is Mrs or a job, `Company` is a name and no id of Thulium. Names that are clear only beside
 * other columns are in `known_columns.ts`.
 *
 * @module
 */

/** Names by field, with commas between them. */
export const fieldNames: { readonly [field: string]: string } = {
  surname:
    "nazwisko, nazwisko klienta, nazwisko kontaktu, nazwisko osoby kontaktowej, last name, lastname, " +
    "buyer last name, family name, nachname, familienname, zuname, contact last name, customer last name, kunde nachname",
  name:
    "imie, imiona, imie klienta, pierwsze imie, imie kontaktu, first name, firstname, given name, forename, " +
    "buyer first name, vorname, contact first name, customer first name, kunde vorname",
  email:
    "e mail, mail, mejl, emails, e mails, maile, adres e mail, adres email, adres mail, adresy e mail, " +
    "adresy email, adres poczty elektronicznej, poczta elektroniczna, e mail klienta, email klienta, " +
    "e mail kontaktowy, email kontaktowy, e mail sluzbowy, email sluzbowy, e mail prywatny, email prywatny, " +
    "kupujacy e mail, kupujacy email, buyer email, e mail address, email address, mail address, user email, customer email, contact email, work email, " +
    "work e mail, home email, home e mail, primary email, other email, other e mail, additional email, " +
    "billing email, e mail adresse, email adresse, mailadresse, e mail privat, e mail geschaftlich",
  phone_number:
    "telefon, tel, nr tel, nr telefonu, numer tel, numer telefonu, telefony, numery telefonu, " +
    "numery telefonow, telefon komorkowy, tel komorkowy, telefon kom, tel kom, nr komorki, numer komorki, komorka, " +
    "nr tel komorkowego, nr telefonu komorkowego, numer telefonu komorkowego, telefon stacjonarny, " +
    "tel stacjonarny, telefon kontaktowy, tel kontaktowy, telefon domowy, telefon sluzbowy, telefon prywatny, " +
    "tel sluzbowy, tel prywatny, tel domowy, telefon w pracy, telefon firmowy, kupujacy telefon, buyer phone, " +
    "telefon klienta, telefon dodatkowy, dodatkowy telefon, drugi telefon, inny telefon, telefon glowny, " +
    "phone, phones, phone no, phone nr, phone numbers, phonenumber, telephone, telephone number, telephone no, " +
    "mobile, mobile phone, mobile number, mobile phone number, mobile no, cell, cell phone, cellphone, cell number, " +
    "work phone, business phone, home phone, other phone, primary phone, main phone, contact phone, " +
    "customer phone, contact number, billing phone, telefonnummer, tel nr, telefonnr, telefon nr, handy, handynummer, " +
    "handy nr, mobil, mobilnummer, mobiltelefon, mobil nr, rufnummer, festnetz, festnetznummer, " +
    "telefon privat, telefon geschaftlich",
  company_id: "id firmy",
  type: "typ, typ klienta, customer type, contact type, kundentyp",
  group: "grupa, grupa klienta, grupa klientow, customer group, kundengruppe",
  identifier:
    "identyfikator, identyfikator klienta, id klienta, nr klienta, numer klienta, kod klienta, " +
    "symbol klienta, id kontrahenta, nr kontrahenta, numer kontrahenta, kod kontrahenta, symbol kontrahenta, " +
    "customer number, customer no, customer nr, customer code, client number, contact id, record id, " +
    "kundennummer, kundennr, kunden nr, kunden nummer, kunden id",
  gender: "plec, sex, geschlecht",
  homepage:
    "www, strona www, adres www, strona internetowa, witryna, witryna internetowa, website, web site, " +
    "website url, web page, webpage, home page, webseite, internetseite",
  birthdate:
    "data urodzenia, data ur, birthday, birth date, date of birth, dob, geburtsdatum, geburtstag, geb datum",
  nip: "nr nip, numer nip, nip klienta, nip firmy, nip kontrahenta, invoice nip",
  pesel: "nr pesel, numer pesel",
  note:
    "notatka, notatki, uwagi, komentarz, komentarze, notes, comment, comments, remark, remarks, notiz, notizen, " +
    "bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar",
  job: "miejsce pracy",
  job_title: "stanowisko, position, organization title, organization 1 title",
  account_manager: "opiekun, opiekun klienta, opiekun handlowy, login opiekuna",
  vip: "klient vip",
};

/** Names of the parts of an address, by part. */
export const addressNames: { readonly [part: string]: string } = {
  street:
    "ulica, ul, nazwa ulicy, ulica i numer, ulica i nr, ulica nr, ulica i nr domu, street, street address, " +
    "street name, address line 1, strasse, str, strasse und hausnummer, strasse hausnummer, strasse und nr, strasse nr",
  building:
    "nr budynku, numer budynku, nr domu, numer domu, house number, house no, building number, building no, " +
    "hausnummer, hausnr, haus nr",
  flat:
    "nr mieszkania, numer mieszkania, nr lokalu, numer lokalu, flat number, flat no, apartment number, " +
    "apartment no, wohnungsnummer",
  postcode:
    "kod pocztowy, kod poczt, postcode, post code, postal code, zip, zip code, zipcode, zip postal code, " +
    "postal zip code, plz, postleitzahl",
  city: "miasto, miejscowosc, city, town, ort, stadt, wohnort",
  country: "kraj, panstwo, kod kraju, country, country region, country code, land",
};

/** Words around the name of a part that say which address it belongs to, by the address's field. */
export const addressWords: {
  readonly [address: string]: { readonly before: string; readonly after: string };
} = {
  address: {
    before: "adres, address, address 1, customer, contact, home, business, work, other, primary",
    after: "klienta, zamieszkania, adres, domowy, sluzbowy",
  },
  invoice_address: {
    before:
      "invoice, billing, faktura, adres faktury, adres do faktury, rechnung, rechnungs, rechnungsadresse, " +
      "invoice address, billing address",
    after: "do faktury, na fakturze, faktura, faktury, rechnung, rechnungsadresse",
  },
  mail_drop_address: {
    before:
      "shipping, delivery, dostawa, adres dostawy, wysylka, adres wysylki, adres korespondencyjny, " +
      "lieferung, liefer, lieferadresse, shipping address, delivery address, mail drop, mail drop address, mailing",
    after:
      "dostawy, do dostawy, wysylki, do wysylki, dostawa, wysylka, do korespondencji, korespondencyjny, " +
      "korespondencyjna, korespondencja, lieferadresse, lieferung",
  },
};

/**
 * Names of a column with both names of a person. Those of the second list begin with the surname.
 */
export const bothNames: { readonly givenFirst: string; readonly surnameFirst: string } = {
  givenFirst:
    "imie i nazwisko, imie nazwisko, kupujacy imie i nazwisko, imie i nazwisko klienta, full name, fullname, display name, " +
    "customer name, client name, contact name, first and last name, first name and last name, first name last name, " +
    "vor und nachname, vorname und nachname, vorname nachname, vollstandiger name",
  surnameFirst:
    "nazwisko i imie, nazwisko imie, nazwisko i imie klienta, last and first name, last name first name, " +
    "nach und vorname, nachname und vorname, nachname vorname, name vorname",
};

/**
 * What programs for invoices call a customer, a person or a company: `Nazwa` of Subiekt. It is the surname where no
 * other column can be, beside a way to tell that rows are customers and not products.
 */
export const contractorNames =
  "nazwa imie i nazwisko, imie i nazwisko nazwa, nazwa lub imie i nazwisko, nazwa firmy imie i nazwisko, " +
  "imie i nazwisko nazwa firmy, nazwa firmy lub imie i nazwisko, imie i nazwisko lub nazwa firmy, " +
  "nazwa, nazwa klienta, nazwa kontrahenta, nazwa firmy, klient, kontrahent, customer, client, kunde";

/** Names that may mean several things, and the fields that people most often mean by them. */
export const mayMean: { readonly [name: string]: string } = {
  name: "surname, name",
  nazwa: "surname",
  "nazwa klienta": "surname",
  "nazwa kontrahenta": "surname",
  klient: "surname",
  kontrahent: "surname",
  customer: "surname",
  client: "surname",
  kunde: "surname",
  osoba: "surname",
  "osoba kontaktowa": "surname",
  kontakt: "surname",
  contact: "surname",
  firma: "job, surname",
  "nazwa firmy": "job, surname",
  company: "job, surname",
  "company name": "job, surname",
  organization: "job, surname",
  organisation: "job, surname",
  employer: "job",
  pracodawca: "job",
  title: "job_title",
  titel: "job_title",
  tytul: "job_title",
  funkcja: "job_title",
  funktion: "job_title",
  beruf: "job_title",
  zawod: "job_title",
  id: "identifier",
  "customer id": "identifier",
  "client id": "identifier",
  symbol: "identifier",
  kod: "identifier, address.postcode",
  code: "identifier, address.postcode",
  nr: "identifier",
  numer: "phone_number, identifier",
  number: "phone_number, identifier",
  "tax id": "nip",
  vat: "nip",
  "vat id": "nip",
  "vat number": "nip",
  "ust id": "nip",
  adres: "address.street",
  address: "address.street",
  "address 1": "address.street",
  adresse: "address.street",
  anschrift: "address.street",
  poczta: "address.city, email",
  lokal: "address.flat",
  opis: "note",
  description: "note",
  beschreibung: "note",
  url: "homepage",
  owner: "account_manager",
  "contact owner": "account_manager",
  odpowiedzialny: "account_manager",
  responsible: "account_manager",
  handlowiec: "account_manager",
  urodzony: "birthdate",
};
