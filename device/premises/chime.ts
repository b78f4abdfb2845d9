// Two notes that rise, before somebody speaks and where nobody can: a WAV file, made here. Pure.

const RATE = 22_050
const NOTES = [
  { hertz: 659.26, ms: 180 },
  { hertz: 880, ms: 220 },
] as const
/** Of full scale: the speaker's own volume is the branch's. */
const LOUDNESS = 0.3

/** RIFF/WAVE, PCM, 16 bits, one channel. */
export const chime = (): Buffer => {
  const samples = NOTES.flatMap(({ hertz, ms }) => tone(hertz, ms))
  const body = Buffer.alloc(samples.length * 2)
  for (const [index, sample] of samples.entries())
    body.writeInt16LE(Math.round(sample * LOUDNESS * 32_767), index * 2)
  return Buffer.concat([header(body.length), body])
}

/** Struck, and dying away, so that it begins and ends without a click. */
const tone = (hertz: number, ms: number): number[] =>
  Array.from({ length: Math.round((RATE * ms) / 1000) }, (_, n) => {
    const share = n / ((RATE * ms) / 1000)
    return (
      Math.sin((2 * Math.PI * hertz * n) / RATE) * Math.min(1, 40 * share) * (1 - share)
    )
  })

const header = (bytes: number): Buffer => {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + bytes, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(bytes, 40)
  return head
}
