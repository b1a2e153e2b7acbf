/**
 * The texts of `--template`, in English.
 *
 * @module
 */
import type { Texts } from "./table.ts";

/** The texts. */
export const template: Texts["template"] = {
  sheet: "Customers",
  formats: (extensions) =>
    `--template writes only ${extensions.map((one) => `.${one}`).join(" or ")}`,
  written: (file) => `${file} was written. Fill it in, and import it.`,
  columns: {
    surname: "surname",
    name: "name",
    phone_number: "phone_number",
    email: "email",
    identifier: "identifier",
    company_id: "company_id",
    type: "type",
    group: "group",
    gender: "gender",
    birthdate: "birthdate",
    nip: "nip",
    pesel: "pesel",
    job: "job",
    job_title: "job_title",
    account_manager: "account_manager",
    homepage: "homepage",
    note: "note",
    vip: "vip",
    street: "address.street",
    building: "address.building",
    flat: "address.flat",
    postcode: "address.postcode",
    city: "address.city",
    country: "address.country",
    invoice_street: "invoice_address.street",
    invoice_building: "invoice_address.building",
    invoice_flat: "invoice_address.flat",
    invoice_postcode: "invoice_address.postcode",
    invoice_city: "invoice_address.city",
    invoice_country: "invoice_address.country",
  },
};
