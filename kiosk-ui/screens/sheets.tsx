// The sheets: language, easier to read, help at door and chute, a forgotten PIN, "are you there?".
import { Contrast, Languages, ZoomIn } from 'lucide'
import type { Overlay } from '../../device/screen-protocol.ts'
import { contrast, larger } from '../model/ease.ts'
import { say, sayIn } from '../text/say.ts'
import { Key, type KeyLook } from '../ui/key.tsx'
import { Segments } from '../ui/segments.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { type SheetName, useKiosk } from './kiosk.ts'

export const Sheets = ({ name }: { name: SheetName }) => {
  switch (name) {
    case 'language':
      return <LanguageSheet />
    case 'ease':
      return <EaseSheet />
    case 'help':
      return <HelpSheet />
    case 'forgot':
      return <ForgotSheet />
  }
}

const CloseKey = ({ word, look = 'primary' }: { word: string; look?: KeyLook }) => {
  const { open } = useKiosk()
  return <Key look={look} word={word} onPress={() => open(null)} />
}

const LanguageSheet = () => {
  const { frame, send, open } = useKiosk()
  const choose = (language: 'sv' | 'en'): void => {
    send({ do: 'language', language })
    open(null)
  }
  return (
    <Sheet title={say('language-choose')}>
      <div class="keys two">
        {(['sv', 'en'] as const).map((each) => (
          <Key
            key={each}
            icon={Languages}
            lang={each}
            word={sayIn(each, 'language-name')}
            on={frame.language === each}
            onPress={() => choose(each)}
          />
        ))}
      </div>
      <CloseKey look="plain" word={say('back')} />
    </Sheet>
  )
}

const EaseSheet = () => (
  <Sheet title={say('ease')} text={say('ease-until')}>
    <div class="keys two">
      <Key
        icon={ZoomIn}
        word={say('ease-larger')}
        on={larger.value}
        onPress={() => {
          larger.value = !larger.value
        }}
      />
      <Key
        icon={Contrast}
        word={say('ease-contrast')}
        on={contrast.value}
        onPress={() => {
          contrast.value = !contrast.value
        }}
      />
    </div>
    <CloseKey word={say('done')} />
  </Sheet>
)

const HelpSheet = () => {
  const { frame } = useKiosk()
  const { phone, emergency } = frame
  return (
    <Sheet title={say('help-call', { phone })} text={say('help-danger', { emergency })}>
      <CloseKey word={say('back')} />
    </Sheet>
  )
}

const ForgotSheet = () => {
  const { frame } = useKiosk()
  return (
    <Sheet title={say('pin-forgot')} text={say('pin-forgot-do', { phone: frame.phone })}>
      <CloseKey word={say('back')} />
    </Sheet>
  )
}

/** Nobody has touched the screen for a while: ask before what is open is closed. */
export const TimeoutSheet = (p: Extract<Overlay, { kind: 'timeout' }>) => {
  const { send } = useKiosk()
  return (
    <Sheet title={say('timeout')} text={say('timeout-left', { seconds: p.secondsLeft })}>
      <Segments left={p.secondsLeft} of={p.ofSeconds} />
      <Key look="primary" word={say('timeout-stay')} onPress={() => send({ do: 'stay' })} />
    </Sheet>
  )
}
