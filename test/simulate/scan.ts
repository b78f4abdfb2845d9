// Reads everything that a broker sees and everything that is logged: nobody may stand in it.
import type { IPublishPacket } from 'mqtt-packet'

export type Scan = {
  publish(packet: IPublishPacket): void
  log(line: string): void
}

/** The protected header of what is sealed is readable; the rest of it is as good as noise. */
const HEADER = /"sealed":"([A-Za-z0-9_-]+)\.[A-Za-z0-9_.-]*"/g

const readable = (payload: string): string =>
  payload.replaceAll(
    HEADER,
    (_whole, header: string) => `"sealed":${Buffer.from(header, 'base64url')}`,
  )

export const createScan = (
  secrets: readonly string[],
  fail: (what: string) => void,
): Scan => {
  const look = (text: string, where: string): void => {
    if (secrets.some((secret) => text.includes(secret)))
      fail(`somebody or something is named in ${where}`)
  }
  return {
    publish: (packet) => {
      const { topic, payload, properties } = packet
      look(topic, 'a topic')
      look(JSON.stringify(properties ?? {}), `the properties of ${topic}`)
      look(readable(payload.toString()), `the payload of ${topic}`)
    },
    log: (line) => look(line, `a log: ${line.slice(0, 200)}`),
  }
}
