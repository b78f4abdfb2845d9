// A hub with nothing in it, in a process of its own: hears every kiosk as the hub does, by the same
// client, and answers each question with the question. What every message costs anyway.
import { MqttClient } from 'mqtt'
import { HUB_NAMES, openAuthority } from '../../hub/identity/authority.ts'
import { dialSecurely } from '../../hub/link/dial.ts'
import { everyKiosk } from '../../hub/protocol/topics.ts'

const [url = '', folder = ''] = process.argv.slice(2)
const authority = await openAuthority({ folder, consortium: 'dalarna', now: Date.now })
const credentials = await authority.forHub()
const dial = dialSecurely(() => credentials)
const client = new MqttClient(() => dial(new URL(url)), {
  protocolVersion: 5,
  clientId: HUB_NAMES.a,
})
client.on('message', (topic, payload) => {
  if (topic.endsWith('/ask'))
    client.publish(topic.replace(/ask$/, 'answer'), payload, { qos: 1 })
})
await client.subscribeAsync([everyKiosk('ask'), everyKiosk('event')], { qos: 1 })
console.log(JSON.stringify({ ready: { mqtt: url } }))
