/**
 * The options of a sandbox: what is defined in its system, who may call its API, its limits and its
 * faults.
 *
 * @module
 */
import type { FaultPlan } from "./fault.ts";

/** What is defined in the system. */
export interface SystemOptions {
  /**
   * Id of the first customer. The default is the id in the vendor's sample.
   *
   * @default 13
   */
  readonly firstId?: number | undefined;
  /**
   * Names of the customer types.
   *
   * @default ["Klient", "Partner", "Dostawca"]
   */
  readonly types?: ReadonlyArray<string> | undefined;
  /**
   * Names of the customer groups.
   *
   * @default ["VIP", "Standard"]
   */
  readonly groups?: ReadonlyArray<string> | undefined;
  /**
   * Logins of the users who can be account managers.
   *
   * @default ["anna", "jan"]
   */
  readonly accountManagers?: ReadonlyArray<string> | undefined;
  /**
   * Ids of the companies.
   *
   * @default "0" to "999"
   */
  readonly companies?: ReadonlyArray<string> | undefined;
  /**
   * Names of the custom fields that are READ ONLY.
   *
   * @default ["Saldo"]
   */
  readonly readOnlyFields?: ReadonlyArray<string> | undefined;
  /**
   * Whether a customer is refused (400, with the id of the other one) if another customer has its identifier.
   *
   * @default false
   */
  readonly uniqueIdentifiers?: boolean | undefined;
}

/**
 * Options of a sandbox.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `firstId` | 13 | Id of the first customer. |
 * | `types` | ["Klient", "Partner", "Dostawca"] | Names of the customer types. |
 * | `groups` | ["VIP", "Standard"] | Names of the customer groups. |
 * | `accountManagers` | ["anna", "jan"] | Logins of the users who can be account managers. |
 * | `companies` | "0" to "999" | Ids of the companies. |
 * | `readOnlyFields` | ["Saldo"] | Names of the custom fields that are READ ONLY. |
 * | `uniqueIdentifiers` | false | Whether a customer is refused (400, with the id of the other one) if another customer has its identifier. |
 */
export interface SandboxOptions extends SystemOptions {
  /**
   * The API user.
   *
   * @default "api_user"
   */
  readonly user?: string | undefined;
  /**
   * The API user's password.
   *
   * @default "api_pass"
   */
  readonly password?: string | undefined;
  /**
   * Whether the API user may look customers up. If not, `GET /api/customers` is answered with 403, while
   * `POST /api/batch/customers` works: Thulium gives permissions per method.
   *
   * @default true
   */
  readonly mayLookUp?: boolean | undefined;
  /**
   * Whether the API user may change customers. If not, `PUT /api/batch/customers` is answered with 403.
   *
   * @default true
   */
  readonly mayUpdate?: boolean | undefined;
  /**
   * Largest request body in bytes. A larger body is answered with 413.
   *
   * @default 8_388_608
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Most customers in a batch. A larger batch is answered with 413.
   *
   * @default unlimited
   */
  readonly maxCustomers?: number | undefined;
  /**
   * The faults to play.
   *
   * @default no faults
   */
  readonly faults?: FaultPlan | undefined;
}

/** The user and the password that the API accepts. */
export const credentialsOf = (
  { password = "api_pass", user = "api_user" }: SandboxOptions = {},
): { readonly user: string; readonly password: string } => ({ user, password });
