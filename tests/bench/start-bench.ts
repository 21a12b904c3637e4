import type { Figure } from "./figure.ts";
export async function benchStart(): Promise<Figure[]> {
  return [];
}
