import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { version } from "../version.ts";

/** A flame on a hearth stone. */
const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 40" width="150" height="40">
<path d="M18 4c6 7 9 11 9 17a9 9 0 0 1-18 0c0-4 2-7 4-9 0 3 1 5 3 6 1-5 0-9 2-14z" fill="#ff7a2f"/>
<rect x="5" y="33" width="26" height="4" rx="2" fill="#fff"/>
<text x="42" y="28" font-family="system-ui, sans-serif" font-size="22" font-weight="600" fill="#fff">Hearth</text></svg>`;
const style =
  ".swagger-ui .topbar .download-url-wrapper { display: none } .swagger-ui .topbar { background: #1d1a19 }";

/** Collects the document from the routes that are mounted after it, and shows it. */
export async function apiDocument(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Hearth",
        version,
        description:
          "Play sessions and AI coding sessions in, dashboards and reports out. Games use the Ingest doors, programs of the coding side the API, everything else the console's routes.",
      },
      components: {
        securitySchemes: {
          gameToken: { type: "http", scheme: "bearer", description: "A game token, flg_…" },
          deviceToken: { type: "http", scheme: "bearer", description: "A device token, lic_…" },
          apiKey: {
            type: "http",
            scheme: "bearer",
            description:
              "An API key, forg_live_… or forg_test_…, with the scope a route names; the console takes live keys with the scope admin.",
          },
        },
      },
    },
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: true,
    logo: { type: "image/svg+xml", content: Buffer.from(mark) },
    theme: { title: "Hearth API", css: [{ filename: "hearth.css", content: style }] },
    uiConfig: { docExpansion: "list", deepLinking: true, tryItOutEnabled: false },
  });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
}
