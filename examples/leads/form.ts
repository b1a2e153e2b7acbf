/**
 * Reads what a web form sent. People see which fields are wrong; programs that fill in everything learn nothing.
 */
import type { Customer } from "@thulium-effect/batch-customers";

/** A form that was read, the fields that are wrong, or a form that no person has filled in. */
export type Submitted =
  | { readonly kind: "lead"; readonly submission: string; readonly lead: Customer }
  | { readonly kind: "wrong"; readonly fields: ReadonlyArray<string> }
  | { readonly kind: "program" };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const looksLike = { email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, phone: /^\+?[\d\s()-]{7,20}$/ };
const longest = { form: 8_192, field: 200 };

/** Reads a form of at most 8 KB. */
export const readForm = async (request: Request): Promise<Submitted> => {
  // A form that is sent in chunks announces no length, and is refused like a long one.
  const length = Number(request.headers.get("content-length") ?? Infinity);
  const type = request.headers.get("content-type") ?? "";
  if (length > longest.form || !type.startsWith("application/x-www-form-urlencoded")) {
    return { kind: "wrong", fields: ["form"] };
  }
  const form = new URLSearchParams(await request.text());
  const field = (name: string) => form.get(name)?.trim() ?? "";
  // The page hides this field, so a person leaves it empty.
  if (field("website") !== "") return { kind: "program" };

  const [submission, surname, email, phone] = ["submission", "surname", "email", "phone"].map(
    field,
  );
  const isWrong: { readonly [name: string]: boolean } = {
    submission: !uuid.test(submission),
    surname: surname === "" || surname.length > longest.field,
    email: email === ""
      ? phone === ""
      : email.length > longest.field || !looksLike.email.test(email),
    phone: phone !== "" && !looksLike.phone.test(phone),
  };
  const fields = Object.keys(isWrong).filter((name) => isWrong[name]);
  if (fields.length > 0) return { kind: "wrong", fields };
  const lead = {
    surname,
    identifier: `form-${submission}`,
    ...(email === "" ? {} : { email }),
    ...(phone === "" ? {} : { phone_number: phone }),
  };
  return { kind: "lead", submission, lead };
};
