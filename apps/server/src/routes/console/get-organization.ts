import { Organization, type OrganizationList } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const getOrganization = consoleRoute({
  method: "GET",
  path: "/organization",
  operationId: "getOrganization",
  summary: "The organization that the key belongs to",
  answer: Organization,
  async handle(request) {
    const { items }: OrganizationList = JSON.parse(await request.ask("listOrganizations", {}));
    return items[0];
  },
});
