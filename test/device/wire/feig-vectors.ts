// Requests as FEIG readers take them. The two inventories are printed in several open Arduino
// projects; the others are computed over the same layout and checked by an independent CRC-16/
// MCRF4XX. UID throughout: E004010046A847AD (an NXP ICODE SLIX).
import type { FeigRequest } from '../../../device/wire/feig.ts'
import type { FeigForm } from '../../../device/wire/feig-frame.ts'
import { bytes } from './hex.ts'

export const UID = 'E004010046A847AD'
const ON_WIRE = 'E0 04 01 00 46 A8 47 AD'

type Row = readonly [request: FeigRequest, form: FeigForm, hex: string]

const block = bytes('11 01 01 31')

export const FEIG_REQUESTS: readonly Row[] = [
  [{ kind: 'inventory', more: false }, 'standard', '07 FF B0 01 00 1C 56'],
  [{ kind: 'inventory', more: false }, 'advanced', '02 00 09 FF B0 01 00 18 43'],
  [{ kind: 'inventory', more: true }, 'standard', '07 FF B0 01 80 14 D2'],
  [{ kind: 'inventory', more: true }, 'advanced', '02 00 09 FF B0 01 80 10 C7'],
  [
    { kind: 'read-blocks', uid: UID, first: 0, count: 8 },
    'standard',
    `11 FF B0 23 01 ${ON_WIRE} 00 08 47 A6`,
  ],
  [
    { kind: 'read-blocks', uid: UID, first: 0, count: 8 },
    'advanced',
    `02 00 13 FF B0 23 01 ${ON_WIRE} 00 08 9C E2`,
  ],
  [
    { kind: 'write-afi', uid: UID, afi: 0xc2 },
    'standard',
    `10 FF B0 27 01 ${ON_WIRE} C2 3A 90`,
  ],
  [
    { kind: 'write-afi', uid: UID, afi: 0x07 },
    'standard',
    `10 FF B0 27 01 ${ON_WIRE} 07 9B 01`,
  ],
  [
    { kind: 'write-afi', uid: UID, afi: 0xc2 },
    'advanced',
    `02 00 12 FF B0 27 01 ${ON_WIRE} C2 1C 7F`,
  ],
  [
    { kind: 'write-afi', uid: UID, afi: 0x07 },
    'advanced',
    `02 00 12 FF B0 27 01 ${ON_WIRE} 07 BD EE`,
  ],
  [
    { kind: 'write-blocks', uid: UID, first: 0, blockSize: 4, bytes: block },
    'standard',
    `16 FF B0 24 01 ${ON_WIRE} 00 01 04 11 01 01 31 83 D0`,
  ],
  [
    { kind: 'write-blocks', uid: UID, first: 0, blockSize: 4, bytes: block },
    'advanced',
    `02 00 18 FF B0 24 01 ${ON_WIRE} 00 01 04 11 01 01 31 BE A3`,
  ],
  [{ kind: 'system-information', uid: UID }, 'standard', `0F FF B0 2B 01 ${ON_WIRE} 58 25`],
  [
    { kind: 'system-information', uid: UID },
    'advanced',
    `02 00 11 FF B0 2B 01 ${ON_WIRE} 3C 2C`,
  ],
  [{ kind: 'rf-reset' }, 'standard', '05 FF 69 89 01'],
  [{ kind: 'rf-reset' }, 'advanced', '02 00 07 FF 69 02 AB'],
  [{ kind: 'cpu-reset' }, 'standard', '05 FF 63 D3 AE'],
  [{ kind: 'cpu-reset' }, 'advanced', '02 00 07 FF 63 58 04'],
  [{ kind: 'software-version' }, 'standard', '05 FF 65 E5 CB'],
  [{ kind: 'software-version' }, 'advanced', '02 00 07 FF 65 6E 61'],
  [{ kind: 'rf', on: false }, 'standard', '06 FF 6A 00 6D 16'],
  [{ kind: 'rf', on: true }, 'standard', '06 FF 6A 01 E4 07'],
]
