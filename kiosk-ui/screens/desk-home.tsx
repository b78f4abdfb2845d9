// The poster nobody has touched yet, and the six things one can do.
import {
  BookDown,
  BookmarkCheck,
  BookOpen,
  BookUp,
  CircleQuestionMark,
  Languages,
  RefreshCw,
} from 'lucide'
import type { Frame, Task } from '../../device/screen-protocol.ts'
import { ChuteTile } from '../pictures/chute.tsx'
import { PadTile } from '../pictures/pad.tsx'
import { say, sayIn } from '../text/say.ts'
import { Key } from '../ui/key.tsx'
import { Tile } from '../ui/tile.tsx'
import { useKiosk } from './kiosk.ts'
import { Page, RoomPicture } from './page.tsx'
import type { Desk } from './views.ts'
import { opensAgain } from './words.ts'

const WELCOME = { title: 'welcome', lead: 'idle-lead' }
/** `lead` null says when it opens again. */
const POSTER: Partial<
  Record<Frame['opening']['name'], { title: string; lead: string | null }>
> = {
  clearing: { title: 'idle-clearing', lead: 'idle-clearing-do' },
  closing: { title: 'idle-closing', lead: 'closing-now-go' },
  closed: { title: 'idle-closed', lead: null },
}

export const IdlePage = () => {
  const { frame, now, send } = useKiosk()
  const { title, lead } = POSTER[frame.opening.name] ?? WELCOME
  return (
    <Page
      name="idle roomy"
      title={say(title)}
      lead={lead === null ? opensAgain(frame, now.value) : say(lead)}
      picture={<RoomPicture />}
      action={
        <Key
          look="primary"
          word={say('idle-start')}
          onPress={() => send({ do: 'start' })}
        />
      }
    >
      <div class="keys two">
        {(['sv', 'en'] as const).map((each) => (
          <Key
            key={each}
            icon={Languages}
            lang={each}
            word={sayIn(each, 'language-name')}
            on={frame.language === each}
            onPress={() => send({ do: 'language', language: each })}
          />
        ))}
      </div>
    </Page>
  )
}

const SMALL = [
  { task: 'renew', icon: RefreshCw, word: 'task-renew' },
  { task: 'holds', icon: BookmarkCheck, word: 'task-holds' },
  { task: 'account', icon: BookOpen, word: 'task-account' },
] as const

export const HomePage = ({ view }: { view: Desk<'desk.home'> }) => {
  const { send } = useKiosk()
  const choose = (task: Task) => () => send({ do: 'choose', task })
  const unless = (task: Task) =>
    view.disabled.includes(task) ? say('task-not-now') : undefined
  return (
    <Page
      name="home roomy"
      title={say('home')}
      lead={view.name === null ? undefined : say('home-hello', { name: view.name })}
      picture={<RoomPicture />}
    >
      <div class="tiles">
        <Tile
          look="big primary"
          icon={BookUp}
          word={say('task-borrow')}
          picture={<PadTile />}
          unless={unless('borrow')}
          onPress={choose('borrow')}
        />
        <Tile
          look="big"
          icon={BookDown}
          word={say('task-return')}
          picture={<ChuteTile />}
          unless={unless('return')}
          onPress={choose('return')}
        />
        {SMALL.map(({ task, icon, word }) => (
          <Tile
            key={task}
            icon={icon}
            word={say(word)}
            unless={unless(task)}
            onPress={choose(task)}
          />
        ))}
        <Tile
          icon={CircleQuestionMark}
          word={say('task-help')}
          onPress={() => send({ do: 'help' })}
        />
      </div>
    </Page>
  )
}
