// A card reader with a LED and a buzzer of its own shows and sounds what the door's lines do.
import type { DoorLines } from '../ports.ts'
import type { OsdpReader } from './osdp-reader.ts'

/** The same lines; what they light and sound, the reader does too. */
export const alsoAtReader = (
  lines: DoorLines,
  reader: Pick<OsdpReader, 'light' | 'sound'>,
): DoorLines => ({
  get connected() {
    return lines.connected
  },
  release: () => lines.release(),
  secure: () => lines.secure(),
  light: (colour) => {
    lines.light(colour)
    reader.light(colour)
  },
  sound: (sound) => {
    lines.sound(sound)
    reader.sound(sound)
  },
  listen: (listener) => lines.listen(listener),
  close: () => lines.close(),
})
