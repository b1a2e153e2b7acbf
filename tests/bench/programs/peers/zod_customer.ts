// A customer of the contract as a team would write it with zod.
import { z } from "zod";

const text = z.string().optional();
const texts = z.union([z.string(), z.array(z.string())]).optional();
const address = z.object({
  street: text,
  building: text,
  flat: text,
  postcode: text,
  city: text,
  country: text,
}).optional();

export const ZodCustomer = z.object({
  surname: z.string().min(1),
  name: text,
  email: texts,
  phone_number: texts,
  company_id: text,
  type: text,
  group: text,
  identifier: text,
  gender: text,
  homepage: text,
  birthdate: text,
  nip: text,
  note: text,
  pesel: text,
  job: text,
  job_title: text,
  account_manager: text,
  custom_fields: z.record(z.string(), z.string()).optional(),
  fill_read_only_custom_fields: z.boolean().optional(),
  vip: z.boolean().optional(),
  address,
  invoice_address: address,
  mail_drop_address: address,
});
