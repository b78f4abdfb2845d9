// What a Mosquitto (2.0.11 and later) needs to stand in for the broker inside: the same policy as
// access.ts, in its own words. Pure.
import { HUB_NAMES } from '../identity/authority.ts'
import { MAX_PACKET_BYTES } from '../protocol/envelope.ts'
import { CHANNELS, type Channel, everyKiosk } from '../protocol/topics.ts'
import { HUB, KIOSK } from './access.ts'

export type MosquittoOptions = {
  /** Folder of these files as Mosquitto sees it: `ca.crt`, `server.pem`, `withdrawn.crl`, `acl`. */
  folder: string
  port: number
  /** An address of the machine; every one when absent. */
  host?: string | undefined
}

const CONNECTIONS = 12_000

/**
 * The identity in the certificate is both user name and client id: with the first alone, a kiosk with
 * a certificate of its own could still take another's place (tried on 2.0.11).
 */
export const mosquittoConfiguration = ({
  folder,
  port,
  host = '',
}: MosquittoOptions): string =>
  `# Written by the hub: a change here is lost at the next writing.
pid_file ${folder}/mosquitto.pid

listener ${`${port} ${host}`.trim()}
max_connections ${CONNECTIONS}
cafile ${folder}/ca.crt
certfile ${folder}/server.pem
keyfile ${folder}/server.pem
crlfile ${folder}/withdrawn.crl
tls_version tlsv1.2
require_certificate true
use_identity_as_username true
use_username_as_clientid true

allow_anonymous false
acl_file ${folder}/acl

# A question and its answer would else wait for delayed acknowledgements, 40-88 ms.
set_tcp_nodelay true
max_keepalive 20
max_packet_size ${MAX_PACKET_BYTES}
max_inflight_messages 20
max_queued_messages 1000
check_retain_source true

# What must not be lost waits at the kiosk until the hub has it: a file here would only be one more
# to break (a zeroed one keeps Mosquitto from starting).
persistence false

# To its topics as well: the hub makes alarms of what was refused.
log_dest stderr
log_dest topic
log_type error
log_type warning
log_type notice
log_type subscribe
`

/** Who may say and hear what, from the one table in access.ts. `%u` is the kiosk of the certificate. */
export const mosquittoAccess = (consortium: string): string =>
  [
    '# Written by the hub: a change here is lost at the next writing.',
    ...Object.values(HUB_NAMES).flatMap((name) => [
      `user ${name}`,
      // Both ways on each: it also looks for what was left there, and clears it.
      ...CHANNELS.map((channel) => `topic readwrite ${everyKiosk(channel)}`),
      'topic read $SYS/broker/log/#',
      '',
    ]),
    ...KIOSK.publish.map((channel) => `pattern write ${ownTopic(consortium, channel)}`),
    ...HUB.publish.map((channel) => `pattern read ${ownTopic(consortium, channel)}`),
    '',
  ].join('\n')

const ownTopic = (consortium: string, channel: Channel): string =>
  everyKiosk(channel).replace('+/+/+', `${consortium}/+/%u`)
