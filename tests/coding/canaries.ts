import { randomBytes } from "node:crypto";

/** A text that nothing else holds, and where it was put. */
interface Canary {
  readonly text: string;
  readonly place: string;
  /** Whether the contract says that what stands there is kept. */
  readonly isKept: boolean;
}

/** Texts put into fields of requests, to be looked for afterwards wherever a server keeps or says anything. */
export class Canaries {
  private readonly run = randomBytes(4).toString("hex");
  private readonly all: Canary[] = [];

  /** A text for a documented field, which has to be found again. */
  kept(place: string): string {
    return this.make(place, true);
  }

  /** A text for what must not be held. */
  dropped(place: string): string {
    return this.make(place, false);
  }

  /** The places of dropped canaries that a text holds, however it spells them. */
  droppedIn(text: string): string[] {
    const plain = text.toLowerCase();
    return this.all
      .filter(({ isKept, text }) => !isKept && spellings(text).some((each) => plain.includes(each)))
      .map(({ place }) => place);
  }

  /** The places of kept canaries that a text does not hold. */
  missingIn(text: string): string[] {
    const plain = text.toLowerCase();
    return this.all.filter(({ isKept, text }) => isKept && !plain.includes(text)).map(({ place }) => place);
  }

  /** Of one length, in lower case, without a blank, and never part of one another. */
  private make(place: string, isKept: boolean): string {
    const text = `cnr${this.run}z${String(this.all.length).padStart(4, "0")}`;
    this.all.push({ text, place, isKept });
    return text;
  }
}

/** As it is, in Base64 at each of the three offsets, and in hexadecimal; all in lower case. */
function spellings(text: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const coded = Buffer.from("\0".repeat(offset) + text).toString("base64");
    return coded.slice(offset === 0 ? 0 : 4, -4).toLowerCase();
  });
  return [text, ...inBase64, Buffer.from(text).toString("hex")];
}
