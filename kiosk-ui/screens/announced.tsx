// What is said to everybody: written where the strip is, and heard at the screen that has the speaker.
import { Megaphone } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import type { Announced, Role } from '../../device/screen-protocol.ts'
import { Icon } from '../ui/icon.tsx'

/** In every language it is said in, whichever the patron has chosen. */
export const Caption = ({ lines }: Pick<Announced, 'lines'>) => (
  <header class="caption">
    <Icon of={Megaphone} />
    <div role="alert">
      {lines.map(({ language, text }) => (
        <p key={language} lang={language}>
          {text}
        </p>
      ))}
    </div>
  </header>
)

/** Plays the files one after the other, once for each announcement; silent again when it is taken back. */
export const Speaker = (p: { role: Role; announced: Announced | null }) => {
  const audio = useRef<HTMLAudioElement>(null)
  const { n = 0, sound = null } = p.announced ?? {}
  const files = sound?.at === p.role ? sound.files : []
  useEffect(() => {
    const player = audio.current
    if (player === null) return
    const left = [...files]
    const next = (): void => {
      const file = left.shift()
      if (file === undefined) return
      player.src = `/sound/${file}`
      // A file that cannot be played is passed over: the words are on the screen.
      player.play().catch(next)
    }
    player.addEventListener('ended', next)
    next()
    return () => {
      player.removeEventListener('ended', next)
      player.pause()
    }
  }, [n])
  // biome-ignore lint/a11y/useMediaCaption: the caption is the screen's own, in larger print.
  return <audio ref={audio} hidden />
}
