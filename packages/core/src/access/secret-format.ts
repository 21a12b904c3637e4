/** How the secrets of each door look, what is shown of them, and whether a text can be one at all. */

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const checksumLength = 6;
const gameTokenBody = 30;

/** Random octets a secret needs; the caller draws them, since core draws nothing. */
export const secretBytes = { gameToken: gameTokenBody, apiKey: 16, device: 10 } as const;

/** `flg_` + 30 random letters and digits + 6 of their CRC-32, so that a mistyped token fails at once. */
export function gameToken(random: Uint8Array): string {
  const body = Array.from(random.subarray(0, gameTokenBody), (byte) => alphabet[byte % 62]).join("");
  return `flg_${body}${checksum(body)}`;
}

export function isGameToken(text: string): boolean {
  if (!/^flg_[0-9A-Za-z]{36}$/.test(text)) return false;
  const body = text.slice(4, 4 + gameTokenBody);
  return text.slice(4 + gameTokenBody) === checksum(body);
}

export type Mode = "live" | "test";

/** `forg_live_` or `forg_test_` + 32 hexadecimal digits. */
export const apiKey = (mode: Mode, random: Uint8Array): string =>
  `forg_${mode}_${hexOf(random.subarray(0, secretBytes.apiKey))}`;

export const isApiKey = (text: string): boolean => /^forg_(live|test)_[0-9a-f]{32}$/.test(text);

/** `lic_` + 20 hexadecimal digits. */
export const deviceToken = (random: Uint8Array): string =>
  `lic_${hexOf(random.subarray(0, secretBytes.device))}`;

export const isDeviceToken = (text: string): boolean => /^lic_[0-9a-f]{20}$/.test(text);

/** What lists show of a secret, for instance `flg_a1b2...j0k1`. */
export function previewOf(secret: string): string {
  const bodyStart = secret.lastIndexOf("_") + 1;
  return `${secret.slice(0, bodyStart + 4)}...${secret.slice(-4)}`;
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function checksum(text: string): string {
  let crc = 0xffff_ffff;
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  let rest = (crc ^ 0xffff_ffff) >>> 0;
  let digits = "";
  for (let place = 0; place < checksumLength; place++) {
    digits = alphabet[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
