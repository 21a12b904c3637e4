import { Type } from "../schema.ts";

const named = (what: string) => Type.String({ description: `Id or name of the ${what}.` });
const publicId = (what: string) => Type.String({ format: "uuid", description: `Id of the ${what}.` });
const textId = (what: string, prefix: string) =>
  Type.String({ description: `Id of the ${what}, ${prefix}_….` });

/** Parameters in the paths of the console's routes. */
export const ProjectPath = Type.Object({ project: named("project") });
export const EnvironmentPath = Type.Object({ environment: textId("environment", "env") });
export const TokenPath = Type.Object({ token: textId("game token", "tok") });
export const KeyPath = Type.Object({ key: textId("API key", "key") });
export const DevicePath = Type.Object({ device: textId("device", "dev") });
export const SessionPath = Type.Object({ session: publicId("session") });
export const ReportPath = Type.Object({ report: publicId("report") });
export const UploadPath = Type.Object({ upload: publicId("upload") });
export const RejectionPath = Type.Object({ rejection: publicId("rejection") });
