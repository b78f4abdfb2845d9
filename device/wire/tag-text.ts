// Text in tag memory: UTF-8, ended by 00 or by the end of its field.

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** `undefined` when the bytes are no UTF-8. */
export const textFromTag = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

export const textToTag = (text: string): Uint8Array => encoder.encode(text)
