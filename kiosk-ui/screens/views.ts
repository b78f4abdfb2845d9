// One view of the desk by its name.
import type { DeskView } from '../../device/screen-protocol.ts'

export type Desk<Screen extends DeskView['screen']> = Extract<DeskView, { screen: Screen }>
