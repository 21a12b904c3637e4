import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { version } from "../version.ts";

/** Collects the document from the routes that are mounted after it, and shows it. */
export async function apiDocument(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Hearth",
        version,
        description:
          "Play sessions in, dashboards out. Games use the Ingest doors, everything else the console's.",
      },
      components: {
        securitySchemes: {
          gameToken: { type: "http", scheme: "bearer", description: "A game token, flg_…" },
          apiKey: {
            type: "http",
            scheme: "bearer",
            description: "An API key with the scope admin, forg_live_…",
          },
        },
      },
    },
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: true,
    theme: { title: "Hearth API" },
    uiConfig: { docExpansion: "list", deepLinking: true, tryItOutEnabled: false },
  });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
}
