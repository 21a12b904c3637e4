import type { ConsoleRoute } from "../../http/console-route.ts";

export const consoleRoutes: readonly ConsoleRoute[] = [];
