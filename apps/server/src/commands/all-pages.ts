import type { Page, PageRequest } from "@hearth/store/access/credential-page";

/** Every item of a paged list. */
export async function allPages<Item>(
  page: (request: PageRequest) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let request: PageRequest = { limit: 500 };
  for (;;) {
    const { items: found, nextCursor } = await page(request);
    items.push(...found);
    if (nextCursor === null) return items;
    request = { cursor: nextCursor };
  }
}
