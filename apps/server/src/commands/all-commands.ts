import { backup } from "./backup.ts";
import type { Command } from "./command.ts";
import { deviceCreate } from "./device-create.ts";
import { deviceList } from "./device-list.ts";
import { deviceRevoke } from "./device-revoke.ts";
import { doctor } from "./doctor.ts";
import { environmentCreate } from "./environment-create.ts";
import { environmentList } from "./environment-list.ts";
import { keyCreate } from "./key-create.ts";
import { keyList } from "./key-list.ts";
import { keyRevoke } from "./key-revoke.ts";
import { organizationCreate } from "./organization-create.ts";
import { organizationList } from "./organization-list.ts";
import { organizationSet } from "./organization-set.ts";
import { organizationShow } from "./organization-show.ts";
import { personErase } from "./person-erase.ts";
import { pricesAdd } from "./prices-add.ts";
import { pricesList } from "./prices-list.ts";
import { pricesRemove } from "./prices-remove.ts";
import { pricesReprice } from "./prices-reprice.ts";
import { projectCreate } from "./project-create.ts";
import { projectList } from "./project-list.ts";
import { restore } from "./restore.ts";
import { retentionList } from "./retention-list.ts";
import { retentionSet } from "./retention-set.ts";
import { tokenCreate } from "./token-create.ts";
import { tokenList } from "./token-list.ts";
import { tokenRevoke } from "./token-revoke.ts";
import { version } from "./version.ts";

/** Every command but `serve` and `help`, in the order `help` shows them. */
export const allCommands: readonly Command[] = [
  tokenCreate,
  tokenList,
  tokenRevoke,
  keyCreate,
  keyList,
  keyRevoke,
  deviceCreate,
  deviceList,
  deviceRevoke,
  projectCreate,
  projectList,
  environmentCreate,
  environmentList,
  organizationCreate,
  organizationList,
  organizationShow,
  organizationSet,
  retentionSet,
  retentionList,
  personErase,
  pricesList,
  pricesAdd,
  pricesRemove,
  pricesReprice,
  backup,
  restore,
  doctor,
  version,
];
