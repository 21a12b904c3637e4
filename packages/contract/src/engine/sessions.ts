import { Type } from "../schema.ts";
import { apiPageFilters } from "../api/shapes.ts";

export const EngineSessionQuery = Type.Object(apiPageFilters, { additionalProperties: false });
