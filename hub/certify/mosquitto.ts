// Writes what a Mosquitto beside the hub needs, and tells how to start it.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeMosquittoFiles } from '../broker/mosquitto-files.ts'
import { mosquittoUnit, UNIT } from '../broker/mosquitto-unit.ts'
import { openAuthority } from '../identity/authority.ts'
import { Complaint } from './complaint.ts'
import { command, type Report, type Site } from './site.ts'

const EXAMPLE = JSON.stringify({
  broker: {
    url: 'mqtts://hub.example:8883',
    names: ['hub.example'],
    folder: '/var/lib/b24/mosquitto',
  },
})

/** Rejects with a Complaint when the configuration has no `mqtt.broker`. */
export const writeMosquitto = async (site: Site, user: string): Promise<Report> => {
  const { consortium, mqtt } = site.config
  const { broker } = mqtt
  if (broker === undefined)
    throw new Complaint(
      'configuration',
      `${site.file} has no mqtt.broker, so the hub uses its own. For a Mosquitto instead: "mqtt": ${EXAMPLE}`,
    )
  const { url: _, ...rest } = broker
  const { folder } = broker
  const authority = await openAuthority({
    folder: site.identity,
    consortium,
    now: Date.now,
  })
  try {
    await writeMosquittoFiles(authority, { consortium, ...rest })
    await writeFile(join(folder, UNIT), mosquittoUnit({ folder, user }), { flush: true })
  } catch (error) {
    throw new Complaint(
      'output',
      `${folder} cannot be written (${error instanceof Error ? error.message : String(error)}). Make it, for the user ${user}: sudo install -d -m 700 -o ${user} ${folder}`,
    )
  }
  return {
    json: { folder, port: broker.port, unit: join(folder, UNIT), user },
    words: [
      `Wrote mosquitto.conf, acl, certificates and ${UNIT} to ${folder}.`,
      `Mosquitto and the hub run as the same user, here ${user}. The hub keeps the files up to date.`,
      ...(user === 'root' ? [ROOT] : []),
    ],
    next: [
      'sudo apt-get install mosquitto',
      'sudo systemctl disable --now mosquitto   (the one Debian starts by itself)',
      `sudo cp ${join(folder, UNIT)} /etc/systemd/system/ && sudo systemctl enable --now ${UNIT}`,
      command(site, 'issue <kiosk> --request kiosk.csr'),
    ],
  }
}

const ROOT =
  'Started as root Mosquitto becomes another user, who cannot read them: run hub and command as a user of their own.'
