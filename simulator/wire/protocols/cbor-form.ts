import { UnreadableInputError } from '../input-types';

/** The tag of an instant in seconds, the only one that Smithy RPC v2 CBOR has beside those of large numbers. */
const EPOCH_TAG = 1;
const MAXIMUM_DEPTH = 128;

/**
 * Checks that the bytes are one CBOR item, before the codec builds what they ask for: a decimal fraction of twelve bytes is
 * a text of 256 MB there. No modelled operation has a number of that kind.
 * @throws UnreadableInputError
 */
export function requireCbor(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** How many items each open list or map still has; infinite until its break. */
  const open: number[] = [1];
  let offset = 0;
  while (open.length > 0) {
    const left = open.at(-1) ?? 0;
    if (left === 0) {
      open.pop();
      continue;
    }
    if (offset >= bytes.length) throw unreadable();
    const initial = view.getUint8(offset);
    offset += 1;
    if (initial === BREAK) {
      if (left !== Number.POSITIVE_INFINITY) throw unreadable();
      open.pop();
      continue;
    }
    open[open.length - 1] = left - 1;
    const major = initial >> 5;
    const size = initial & 0x1f;
    if (size === INDEFINITE && major >= 2 && major <= 5) {
      open.push(Number.POSITIVE_INFINITY);
    } else {
      const [argument, after] = readArgument(view, offset, size);
      offset = after;
      if (major === BYTES || major === TEXT) offset += argument;
      if (major === LIST) open.push(argument);
      if (major === MAP) open.push(2 * argument);
      if (major === TAG) {
        if (argument !== EPOCH_TAG) throw unreadable();
        open.push(1);
      }
    }
    if (open.length > MAXIMUM_DEPTH || offset > bytes.length) throw unreadable();
  }
  if (offset < bytes.length) throw unreadable();
}

/** RFC 8949, section 3 */
const [BYTES, TEXT, LIST, MAP, TAG] = [2, 3, 4, 5, 6];
const BREAK = 0xff;
const INDEFINITE = 31;

/** The argument of an item's head, and where it ends. */
function readArgument(view: DataView, offset: number, size: number): readonly [argument: number, after: number] {
  if (size < 24) return [size, offset];
  const width = { 24: 1, 25: 2, 26: 4, 27: 8 }[size];
  if (width === undefined || offset + width > view.byteLength) throw unreadable();
  const after = offset + width;
  switch (width) {
    case 1:
      return [view.getUint8(offset), after];
    case 2:
      return [view.getUint16(offset), after];
    case 4:
      return [view.getUint32(offset), after];
    default:
      return [Number(view.getBigUint64(offset)), after];
  }
}

function unreadable(): UnreadableInputError {
  return new UnreadableInputError('The body of the request is not CBOR');
}
