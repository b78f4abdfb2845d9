// What stands round every page: the strip, the notices and the bar.
import {
  Accessibility,
  CircleQuestionMark,
  Clock,
  Languages,
  LogOut,
  WifiOff,
} from 'lucide'
import type { ComponentChildren } from 'preact'
import type { Overlay } from '../../device/screen-protocol.ts'
import { clockTime } from '../text/dates.ts'
import { language, say } from '../text/say.ts'
import { Bar, BarKey } from '../ui/bar.tsx'
import { Notice } from '../ui/notice.tsx'
import { Band, Strip } from '../ui/strip.tsx'
import { Caption } from './announced.tsx'
import { useKiosk } from './kiosk.ts'
import { BAND, modeOf } from './words.ts'

export const Top = ({ children }: { children?: ComponentChildren }) => {
  const { frame, now } = useKiosk()
  const time = clockTime(now.value, frame.zone, language.value)
  if (frame.announcement !== null) return <Caption lines={frame.announcement.lines} />
  return (
    <Strip where={frame.branch} time={time}>
      {children}
    </Strip>
  )
}

export const Main = ({ children }: { children: ComponentChildren }) => (
  <main inert={useKiosk().held}>{children}</main>
)

export const DeskTop = () => {
  const { frame } = useKiosk()
  return (
    <Top>
      <span class="mode">
        <Band fill={BAND[frame.opening.name]} />
        {modeOf(frame)}
      </span>
    </Top>
  )
}

export const DeskBar = () => {
  const { send, open } = useKiosk()
  return (
    <Bar label={say('bar')}>
      <BarKey icon={Languages} word={say('language')} onPress={() => open('language')} />
      <BarKey icon={Accessibility} word={say('ease')} onPress={() => open('ease')} />
      <BarKey
        icon={CircleQuestionMark}
        word={say('help')}
        onPress={() => send({ do: 'help' })}
      />
      <BarKey icon={LogOut} word={say('finish')} onPress={() => send({ do: 'finish' })} />
    </Bar>
  )
}

/** The hub is gone, or the branch closes soon: said once, calmly, above the page. */
export const Notices = ({ overlay, lends }: { overlay: Overlay; lends: boolean }) => {
  const { frame } = useKiosk()
  const minutes = overlay?.kind === 'closing' ? overlay.minutes : null
  return (
    <>
      {frame.offline && (
        <Notice
          icon={WifiOff}
          tone="calm"
          text={say(lends ? 'offline-lends' : 'offline')}
        />
      )}
      {minutes !== null && (
        <Notice icon={Clock} tone="need" text={say('closing', { minutes })} />
      )}
    </>
  )
}
