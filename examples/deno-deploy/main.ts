/**
 * The handler on Deno Deploy, or on any machine with `deno serve`. In a project of your own:
 *
 *     deno add jsr:@thulium-effect/batch-customers npm:effect@^4.1.0
 *     deno deploy create     # once, with the entry point main.ts
 *     deno deploy --prod     # for each deployment
 *
 * Set `HANDLER_AUTH`, `THULIUM_SYSTEM` and the other variables in the settings of the app. Passwords and tokens
 * must be secrets. To serve the handler on this machine, for the system `acme`:
 *
 *     deno serve --allow-net=acme.thulium.com \
 *       --allow-env="HANDLER_*,THULIUM_*,OTEL_EXPORTER_OTLP_ENDPOINT" main.ts
 */
export { default } from "@thulium-effect/batch-customers/deno";
