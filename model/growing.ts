/** Lists of numbers that grow: four bytes a number, or as many as the list is made of. */

type Numbers = Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** The list, made at least as long as asked; what is new is 0. */
export function grown<List extends Numbers>(list: List, length: number): List {
  if (length <= list.length) return list;
  const bytes = Math.max(length, list.length * 2) * list.BYTES_PER_ELEMENT;
  const larger = new (list.constructor as new (buffer: ArrayBuffer) => List)(
    new ArrayBuffer(bytes),
  );
  larger.set(list);
  return larger;
}
