/**
 * The handler on Deno Deploy, or anywhere with `deno serve`. In a project of your own:
 *
 *     deno add jsr:@thulium-effect/batch-customers npm:effect
 *     deno serve --allow-net --allow-env main.ts                  # try it here
 *     deno deploy create                                          # once; entry point: main.ts
 *     deno deploy --prod                                          # from then on
 *
 * Set HANDLER_AUTH, THULIUM_SYSTEM and the rest as environment variables of the app, secrets as secrets.
 */
export { default } from "@thulium-effect/batch-customers/deno";
