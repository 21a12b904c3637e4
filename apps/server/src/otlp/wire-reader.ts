import { HearthError } from "@hearth/core/errors";

/** How a field is written: a varint, 8 octets, a length and as many octets, or 4 octets. */
const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const mostVarintBytes = 10;

/**
 * Walks the fields of one protobuf message without copying it. Every read is bounded by the message, every
 * length by the message it stands in; the depth is the caller's, since nothing here recurs.
 *
 *     while (reader.next()) if (reader.field === 1) name = reader.text();
 *
 * A field that the caller does not read is passed over.
 */
export class WireReader {
  /** Number of the field that stands before the reader; 0 before the first. */
  field = 0;
  private readonly octets: Buffer;
  private readonly start: number;
  private readonly end: number;
  private at: number;
  private type: number = wireTypes.varint;
  private isPending = false;
  /** The last varint, as two halves. */
  private low = 0;
  private high = 0;

  constructor(octets: Buffer, start = 0, end = octets.length) {
    this.octets = octets;
    this.start = start;
    this.at = start;
    this.end = end;
  }

  /**
   * Goes to the next field; false at the end of the message.
   * @throws HearthError `invalid_request`
   */
  next(): boolean {
    if (this.isPending) this.pass();
    if (this.at === this.end) return false;
    const tag = this.readLength();
    this.field = tag >>> 3;
    this.type = tag & 7;
    if (this.field === 0) throw malformed("has a field without a number");
    this.isPending = true;
    return true;
  }

  /** The same message from its beginning. */
  again(): WireReader {
    return new WireReader(this.octets, this.start, this.end);
  }

  /** The message in the field, to be walked by itself. */
  message(): WireReader {
    const start = this.take(wireTypes.bytes);
    return new WireReader(this.octets, start, this.at);
  }

  /** UTF-8; octets that are none as U+FFFD. */
  text(): string {
    const start = this.take(wireTypes.bytes);
    return this.octets.toString("utf8", start, this.at);
  }

  /** Octets of the field, for what is only wanted when short. */
  length(): number {
    const { at } = this;
    this.expect(wireTypes.bytes);
    const length = this.readLength();
    this.at = at;
    return length;
  }

  /** A signed number of 64 bits; beyond 2^53 the nearest that a number holds. */
  signed64(): number {
    this.take(wireTypes.varint);
    return (this.high | 0) * 2 ** 32 + (this.low >>> 0);
  }

  boolean(): boolean {
    this.take(wireTypes.varint);
    return (this.low | this.high) !== 0;
  }

  /** Nanoseconds as whole milliseconds. */
  nanoseconds(): number {
    const start = this.take(wireTypes.fixed64);
    return Number(this.octets.readBigUInt64LE(start) / 1_000_000n);
  }

  double(): number {
    return this.octets.readDoubleLE(this.take(wireTypes.fixed64));
  }

  private pass(): void {
    this.take(this.type);
  }

  /** Goes behind the field's value and returns where it starts. */
  private take(type: number): number {
    this.expect(type);
    this.isPending = false;
    if (type === wireTypes.varint) {
      const start = this.at;
      this.readVarint();
      return start;
    }
    const length = this.lengthOf(type);
    const start = this.at;
    if (length > this.end - start) throw malformed("ends in the middle of a field");
    this.at = start + length;
    return start;
  }

  private lengthOf(type: number): number {
    if (type === wireTypes.bytes) return this.readLength();
    if (type === wireTypes.fixed64) return 8;
    if (type === wireTypes.fixed32) return 4;
    throw malformed("has a field of a type that OTLP does not use");
  }

  private expect(type: number): void {
    if (this.type !== type) throw malformed("has a field of another type than OTLP gives it");
  }

  private readLength(): number {
    this.readVarint();
    if (this.high !== 0) throw malformed("names a length or a field beyond 32 bits");
    return this.low >>> 0;
  }

  private readVarint(): void {
    let low = 0;
    let high = 0;
    for (let count = 0; count < mostVarintBytes; count++) {
      if (this.at >= this.end) break;
      const octet = this.octets[this.at++]!;
      const bits = octet & 0x7f;
      if (count < 4) low |= bits << (7 * count);
      else if (count > 4) high |= bits << (7 * count - 32);
      else {
        low |= bits << 28;
        high |= bits >>> 4;
      }
      if (octet < 0x80) {
        this.low = low;
        this.high = high;
        return;
      }
    }
    throw malformed("has a number without an end");
  }
}

const malformed = (what: string): HearthError =>
  new HearthError("invalid_request", `The body is not valid OTLP: as protobuf it ${what}.`, [
    { path: "body", message: what },
  ]);
