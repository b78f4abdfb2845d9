// The code pages of receipt printers: 00-7F is ASCII, 80-FF the letters below.
// Tables: Unicode consortium, MAPPINGS/VENDORS/MICSFT. FFFD marks a place nobody filled.

const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
  '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'

const CP1252 =
  '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿' +
  'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ'

/** Code page 858 is 850 with the euro, 865 is 437 with three Nordic signs. */
const HIGH = {
  cp437: CP437,
  cp850: CP850,
  cp858: CP850.replace('ı', '€'),
  cp865: CP437.replace('¢', 'ø').replace('¥', 'Ø').replace('»', '¤'),
  'windows-1252': CP1252,
} as const

export type CodePage = keyof typeof HIGH

export const CODE_PAGES = Object.keys(HIGH) as readonly CodePage[]

const UNKNOWN = 0x3f
const NOBODY = '\ufffd'

/** What typesetters use and old code pages lack, and what stands for it. */
const PLAINER: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '•': '*',
  '\u00a0': ' ',
  '\u202f': ' ',
}

const byteOf = (sign: string, page: CodePage): number | undefined => {
  const code = sign.codePointAt(0) ?? 0
  if (code < 0x20 || code === 0x7f || sign === NOBODY) return undefined
  if (code < 0x80) return code
  const place = HIGH[page].indexOf(sign)
  return place < 0 ? undefined : 0x80 + place
}

const bytesOf = (sign: string, page: CodePage): number[] => {
  const byte = byteOf(sign, page)
  if (byte !== undefined) return [byte]
  const plainer = PLAINER[sign]
  return plainer === undefined ? [UNKNOWN] : [...plainer].map((one) => one.charCodeAt(0))
}

/** One byte a sign, `?` for signs the page lacks. Control characters never get through, so no
 *  title can command a printer. */
export const encodeText = (text: string, page: CodePage): Uint8Array =>
  Uint8Array.from([...text.normalize('NFC')].flatMap((sign) => bytesOf(sign, page)))

/** The signs of bytes 20…FF. */
export const decodeText = (bytes: Uint8Array, page: CodePage): string =>
  Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : (HIGH[page][byte - 0x80] ?? NOBODY),
  ).join('')
